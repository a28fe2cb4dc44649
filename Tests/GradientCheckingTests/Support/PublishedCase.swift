import Foundation
import GradientChecking
import Testing

/// One entry of the fixture of hard cases.
struct PublishedCase: Decodable, Sendable, CustomTestStringConvertible {
  struct Block: Decodable, Sendable {
    let name: String
    let offset: Int
    let shape: [Int]
  }
  struct Number: Decodable, Sendable {
    let value: Double
    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        value = number
      } else {
        value =
          ["NaN": Double.nan, "Infinity": .infinity, "-Infinity": -.infinity][try container.decode(String.self)] ?? .nan
      }
    }
  }
  let id: String
  let point: [Number]
  let dtype: String
  let analyticClaimed: [Number]
  let expectedVerdict: String
  let expectedDiagnosis: String
  let alsoAcceptable: [String]?
  let alsoAcceptableDiagnosis: [String]?
  let stateful: String?
  let blocks: [Block]?

  var testDescription: String { id }

  static let all: [PublishedCase] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Fixtures/gradient-checks.json")
    guard let data = try? Data(contentsOf: file) else { return [] }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return (try? decoder.decode([PublishedCase].self, from: data)) ?? []
  }()

  /// The case as a subject.
  func subject() -> FunctionSubject {
    let claimed = analyticClaimed.map(\.value)
    let point = point.map(\.value)
    let parts = blocks?.map { FunctionSubject.Part(name: $0.name, shape: $0.shape) }
    if dtype == "float32" {
      let value = CaseFunctions.float(id)
      return FunctionSubject(
        name: id, point: point, parts: parts, scalar: .float, value: { Double(value($0.map { Float($0) })) },
        gradient: { _ in claimed })
    }
    let value = CaseFunctions.double(id)
    switch stateful {
    case "mutate":
      return FunctionSubject(
        name: id, point: point,
        mutatingValue: {
          let result = value($0)
          $0[0] += 0.01
          return result
        }, mutatingGradient: { _ in claimed })
    default:
      return FunctionSubject(name: id, point: point, parts: parts, value: value, gradient: { _ in claimed })
    }
  }
}
