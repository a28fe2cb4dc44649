import Foundation
import Records

/// A value that a worker is given: what a configuration can hold, with arrays of numbers.
public indirect enum ExternalValue: Sendable, Equatable {
  /// Nothing.
  case none
  /// `true` or `false`.
  case flag(Bool)
  /// A whole number.
  case integer(Int)
  /// Any other number.
  case number(Double)
  /// Text.
  case text(String)
  /// A list.
  case list([ExternalValue])
  /// Keys and values, in order.
  case mapping([Entry])
  /// An array of numbers, row-major; `type` is what its elements become (`float64`, `int64`, …).
  case array(shape: [Int], values: [Double], type: String)

  /// A key and its value.
  public struct Entry: Sendable, Equatable {
    /// The key.
    public var key: String
    /// The value.
    public var value: ExternalValue

    /// Makes an entry.
    public init(_ key: String, _ value: ExternalValue) {
      self.key = key
      self.value = value
    }
  }

  /// The value of a key, where this is a mapping that has it.
  public subscript(key: String) -> ExternalValue? {
    guard case .mapping(let entries) = self else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// The value as JSON: arrays become `{"$array": {"offset":, "shape":, "type":}}` with their numbers in the body,
  /// counted in numbers; numbers that JSON cannot hold become `{"$number": "nan"}`.
  func json(body: inout Data) -> JSONValue {
    switch self {
    case .none: return .null
    case .flag(let flag): return .flag(flag)
    case .integer(let integer): return .integer(integer)
    case .number(let number):
      if number.isFinite {
        // A whole number keeps its point: it is a float for the worker.
        return number == number.rounded() && abs(number) < 1e15
          ? Self.special(number: "\(number)") : .number(number)
      }
      return Self.special(number: number.isNaN ? "nan" : number > 0 ? "inf" : "-inf")
    case .text(let text): return .text(text)
    case .list(let values): return .list(values.map { $0.json(body: &body) })
    case .mapping(let entries):
      var members: [(String, JSONValue)] = []
      for entry in entries { members.append((entry.key, entry.value.json(body: &body))) }
      return .object { object in for (key, value) in members { object.add(key, value) } }
    case .array(let shape, let values, let type):
      let offset = body.count / 8
      body.append(numbers: values)
      return .object { object in
        object.add(
          "$array",
          .object {
            $0.add("offset", integer: offset)
            $0.add("shape", .list(shape.map { .integer($0) }))
            $0.add("type", text: type)
          })
      }
    }
  }

  private static func special(number: String) -> JSONValue { .object { $0.add("$number", text: number) } }
}
