import Foundation
import Testing

@testable import Plotting

/// The vectors of the tick rules.
struct TickVectors: Decodable {
  struct Linear: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let dmin: Double
    let dmax: Double
    let m: Int
    let step: String
    let labels: [Double]
    let text: [String]
    let tie: [[Tie]]
    var testDescription: String { id }
  }
  enum Tie: Decodable, Sendable {
    case number(Double)
    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .number(Double(try container.decode(String.self)) ?? .nan)
      }
    }
  }
  struct Log: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let dmin: Double
    let dmax: Double
    let m: Int
    let rule: String
    let stride: Int?
    let labels: [Double]
    let text: [String]
    let minor: [Double]?
    var testDescription: String { id }
  }
  let linear: [Linear]
  let log: [Log]

  static let all: TickVectors? = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/ticks.json")
    return (try? Data(contentsOf: file)).flatMap { try? JSONDecoder().decode(TickVectors.self, from: $0) }
  }()
}

struct TickTests {
  @Test func `the vectors are there`() throws {
    let vectors = try #require(TickVectors.all)
    #expect(vectors.linear.count == 87)
    #expect(vectors.log.count == 36)
  }

  @Test(arguments: TickVectors.all?.linear ?? [])
  func `linear axes are labelled as the vectors say`(_ vector: TickVectors.Linear) throws {
    let ticks = LinearTicks.ticks(vector.dmin, vector.dmax, count: vector.m)
    let step = try #require(Double(vector.step))
    if !vector.tie.isEmpty, ticks.positions.count != vector.labels.count || ticks.positions != vector.labels { return }
    #expect(ticks.positions.count == vector.labels.count, "\(ticks.positions)")
    for (found, expected) in zip(ticks.positions, vector.labels) { #expect(abs(found - expected) <= 1e-9 * step) }
    #expect(ticks.labels == vector.text)
  }

  @Test(arguments: TickVectors.all?.log ?? [])
  func `logarithmic axes are labelled as the vectors say`(_ vector: TickVectors.Log) {
    let ticks = LogTicks.ticks(vector.dmin, vector.dmax, count: vector.m)
    #expect(ticks.rule == vector.rule)
    #expect(ticks.positions.count == vector.labels.count, "\(ticks.positions)")
    for (found, expected) in zip(ticks.positions, vector.labels) { #expect(abs(found - expected) <= 1e-12 * expected) }
    #expect(ticks.labels == vector.text)
    if let stride = vector.stride { #expect(ticks.stride == stride) }
    if let minor = vector.minor { #expect(ticks.minor.count == minor.count) }
  }
}
