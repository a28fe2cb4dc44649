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
    let root: Any
    do { root = try JSONSerialization.jsonObject(with: data) } catch {
      throw CommandFailure(.content, "\(path): expected JSON, found something else")
    }
    let reader = PartReader(file: path)
    return try reader.result(reader.object(root, ""))
  }
}

/// One object of a part, with where it stands.
private struct Fields {
  let values: [String: Any]
  let path: String
}

private struct PartReader {
  let file: String

  func fail(_ path: String, _ expected: String) -> CommandFailure {
    CommandFailure(.content, "\(file): \(path.isEmpty ? "the file" : path): expected \(expected)")
  }

  func object(_ any: Any?, _ path: String) throws(CommandFailure) -> Fields {
    guard let values = any as? [String: Any] else { throw fail(path, "an object") }
    return Fields(values: values, path: path)
  }

  func list(_ fields: Fields, _ key: String) throws(CommandFailure) -> [Any] {
    guard let list = fields.values[key] as? [Any] else { throw fail(join(fields, key), "a list") }
    return list
  }

  func text(_ fields: Fields, _ key: String) throws(CommandFailure) -> String {
    guard let text = fields.values[key] as? String else { throw fail(join(fields, key), "a text") }
    return text
  }

  func integer(_ fields: Fields, _ key: String) throws(CommandFailure) -> Int {
    guard let number = fields.values[key] as? NSNumber, let whole = Int(exactly: number.doubleValue) else {
      throw fail(join(fields, key), "a whole number")
    }
    return whole
  }

  /// A number, or what `KEY_status` says where the number is `null`.
  func number(_ fields: Fields, _ key: String) throws(CommandFailure) -> Double {
    if let number = fields.values[key] as? NSNumber { return number.doubleValue }
    switch fields.values[key + "_status"] as? String {
    case "nan": return .nan
    case "+inf": return .infinity
    case "-inf": return -.infinity
    default: throw fail(join(fields, key), "a number")
    }
  }

  func word<Word: RawRepresentable<String>>(_ fields: Fields, _ key: String) throws(CommandFailure) -> Word {
    guard let word = Word(rawValue: try text(fields, key)) else {
      throw fail(join(fields, key), "a word of this schema")
    }
    return word
  }

  private func join(_ fields: Fields, _ key: String) -> String {
    fields.path.isEmpty ? key : "\(fields.path).\(key)"
  }

  func result(_ root: Fields) throws(CommandFailure) -> CheckResult {
    guard try text(root, "schema") == "gradus.check/1" else {
      throw fail("schema", "gradus.check/1, found \(root.values["schema"] ?? "nothing")")
    }
    let shard = try object(root.values["shard"], "shard")
    let summary = try object(root.values["summary"], "summary")
    var subjects: [SubjectResult] = []
    for (index, any) in try list(root, "subjects").enumerated() {
      subjects.append(try subject(try object(any, "subjects[\(index)]")))
    }
    return CheckResult(
      seed: UInt64(max(0, try integer(root, "seed"))),
      shard: (try integer(shard, "index"), try integer(shard, "count")),
      tolerance: try number(root, "tolerance"), subjects: subjects, seconds: try number(summary, "seconds"))
  }
}
