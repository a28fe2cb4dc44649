import Foundation
import GradientChecking
import Records

/// Reading of results that were written as JSON with every element, so that they can be joined.
enum PartFile {
  /// Reads a part.
  ///
  /// - Throws: `CommandFailure` naming the file and the key that is missing or wrong.
  static func read(_ path: String) throws(CommandFailure) -> CheckResult {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(.noInput, "\(path): the file cannot be read")
    }
    let root: JSONValue
    do { root = try JSONReader.read(Array(data)) } catch {
      throw CommandFailure(.content, "\(path):\(error.line):\(error.column): expected JSON: \(error.message)")
    }
    return try Fields(root, file: path, path: "").result()
  }
}

/// One object of a part, with where it stands; each accessor throws a sentence with file, key path and what was expected.
struct Fields {
  let file: String
  let path: String
  private let values: [String: JSONValue]

  init(_ value: JSONValue?, file: String, path: String) throws(CommandFailure) {
    self.file = file
    self.path = path
    guard case .object(let object) = value else {
      throw CommandFailure(.content, "\(file): \(path.isEmpty ? "the file" : path): expected an object")
    }
    members = object.members
    values = Dictionary(object.members, uniquingKeysWith: { first, _ in first })
  }

  func fail(_ key: String, _ expected: String) -> CommandFailure {
    CommandFailure(
      .content, "\(file): \(path.isEmpty ? key : key.isEmpty ? path : "\(path).\(key)"): expected \(expected)")
  }

  subscript(key: String) -> JSONValue? { values[key] }

  /// The members in the order of the file.
  let members: [(key: String, value: JSONValue)]

  /// An object, `nil` where it is absent.
  func object(_ key: String) throws(CommandFailure) -> Fields? {
    guard let value = values[key] else { return nil }
    return try Fields(value, file: file, path: path.isEmpty ? key : "\(path).\(key)")
  }

  /// An object that must be there.
  func required(_ key: String) throws(CommandFailure) -> Fields {
    try Fields(values[key], file: file, path: path.isEmpty ? key : "\(path).\(key)")
  }

  /// A list that must be there.
  func list(_ key: String) throws(CommandFailure) -> [JSONValue] {
    guard let list = values[key]?.asList else { throw fail(key, "a list") }
    return list
  }

  /// A list of objects that must be there.
  func objects(_ key: String) throws(CommandFailure) -> [Fields] {
    var objects: [Fields] = []
    for (index, value) in try list(key).enumerated() {
      objects.append(try Fields(value, file: file, path: (path.isEmpty ? key : "\(path).\(key)") + "[\(index)]"))
    }
    return objects
  }

  func text(_ key: String) throws(CommandFailure) -> String {
    guard let text = values[key]?.asText else { throw fail(key, "a text") }
    return text
  }

  func integer(_ key: String) throws(CommandFailure) -> Int {
    guard let whole = values[key]?.asInteger else { throw fail(key, "a whole number") }
    return whole
  }

  func integers(_ key: String) throws(CommandFailure) -> [Int] {
    let whole = try list(key).map(\.asInteger)
    guard !whole.contains(nil) else { throw fail(key, "a list of whole numbers") }
    return whole.compactMap { $0 }
  }

  /// A number, or what `KEY_status` says where the number is `null`.
  func number(_ key: String) throws(CommandFailure) -> Double {
    if let number = values[key]?.asNumber { return number }
    guard let number = Self.nonfinite(values[key + "_status"]) else { throw fail(key, "a number") }
    return number
  }

  /// A list of numbers; one that is not finite is an object with its status.
  func numbers(_ key: String) throws(CommandFailure) -> [Double] {
    var numbers: [Double] = []
    for value in try list(key) {
      guard let number = value.asNumber ?? Self.nonfinite(value.asMembers?["value_status"]) else {
        throw fail(key, "a list of numbers")
      }
      numbers.append(number)
    }
    return numbers
  }

  private static func nonfinite(_ status: JSONValue?) -> Double? {
    switch status?.asText {
    case "nan": .nan
    case "+inf": .infinity
    case "-inf": -.infinity
    default: nil
    }
  }

  func word<Word: RawRepresentable<String>>(_ key: String) throws(CommandFailure) -> Word {
    guard let word = Word(rawValue: try text(key)) else { throw fail(key, "a word of this schema") }
    return word
  }
}
