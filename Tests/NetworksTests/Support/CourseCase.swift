import Foundation
import Networks
import Tensors

/// A published worked number: inputs, what a product in binary64 gives, the digits that were printed.
struct CourseCase: Decodable, Sendable {
  let id: String
  let inputs: [String: CourseValue]
  let expected: [String: CourseValue]
  let published: [String: CourseValue]
  let tolerance: Tolerance
  let publishedDiffers: Bool?

  struct Tolerance: Decodable, Sendable {
    let expectedRel: Double
    let expectedAbs: Double
    let publishedAbs: [String: Double]?
  }

  /// All cases, in the file's order.
  static func all() throws -> [CourseCase] {
    let file = URL(filePath: #filePath).appending(path: "../../../Fixtures/course-numbers.json").standardized
    let data = try Data(contentsOf: file)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode([CourseCase].self, from: data)
  }

  /// The numbers of an input.
  func numbers(_ key: String) -> [Double] { inputs[key]?.numbers ?? [] }

  /// An input that is one number.
  func number(_ key: String) -> Double { numbers(key).first ?? .nan }

  /// Whole numbers.
  func integers(_ key: String) -> [Int] { numbers(key).map { Int($0) } }

  /// A tensor, with the shape in which it is written.
  func tensor(_ key: String) -> Tensor<Double> {
    let value = inputs[key] ?? .list([])
    return Tensor(shape: value.shape, elements: value.numbers)
  }

  /// A vector as a batch of one.
  func row(_ key: String) -> Tensor<Double> {
    Tensor(shape: [1, numbers(key).count], elements: numbers(key))
  }
}

/// A value of the file.
indirect enum CourseValue: Decodable, Sendable {
  case number(Double)
  case text(String)
  case list([CourseValue])
  case mapping([String: CourseValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([CourseValue].self) {
      self = .list(list)
    } else {
      self = .mapping(try container.decode([String: CourseValue].self))
    }
  }

  /// All numbers in reading order; words such as `Infinity` and printed digits are read too.
  var numbers: [Double] {
    switch self {
    case .number(let number): [number]
    case .text(let text): [Double(text.trimmingCharacters(in: CharacterSet(charactersIn: "≈~ "))) ?? .nan]
    case .list(let list): list.flatMap(\.numbers)
    case .mapping(let entries): evenlySpaced(entries) ?? []
    }
  }

  /// The extent of each axis.
  var shape: [Int] {
    switch self {
    case .number, .text: []
    case .list(let list): [list.count] + (list.first?.shape ?? [])
    case .mapping(let entries): entries["shape"]?.numbers.map { Int($0) } ?? []
    }
  }

  private func evenlySpaced(_ entries: [String: CourseValue]) -> [Double]? {
    guard case .text("linspace")? = entries["kind"], let start = entries["start"]?.numbers.first,
      let stop = entries["stop"]?.numbers.first, let count = entries["num"]?.numbers.first
    else { return nil }
    return Self.evenlySpaced(start, stop, Int(count))
  }

  /// `count` numbers from `start` to `stop`, both included, as numpy's linspace gives them.
  static func evenlySpaced(_ start: Double, _ stop: Double, _ count: Int) -> [Double] {
    let step = (stop - start) / Double(count - 1)
    return (0..<count).map { $0 == count - 1 ? stop : Double($0) * step + start }
  }
}
