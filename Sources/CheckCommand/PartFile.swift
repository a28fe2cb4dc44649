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
struct Fields {
  let values: [String: Any]
  let path: String
}

struct PartReader {
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

extension PartReader {
  func subject(_ fields: Fields) throws(CommandFailure) -> SubjectResult {
    let arrays = try list(fields, "arrays")
    var subject = SubjectResult(
      name: try text(fields, "name"), source: try text(fields, "source"), kind: try word(fields, "kind"),
      scalar: try word(fields, "scalar"), status: try word(fields, "status"), verdict: try word(fields, "verdict"),
      message: try text(fields, "message"))
    subject.reason = fields.values["reason"] as? String
    subject.differentiability = (fields.values["differentiability"] as? String).flatMap(
      Differentiability.init(rawValue:))
    subject.evaluations = try integer(fields, "evaluations")
    subject.forwardPasses = try number(fields, "forwardPasses")
    subject.seconds = try number(fields, "seconds")
    subject.score = (fields.values["score"] as? NSNumber)?.doubleValue
    for any in try list(fields, "warnings") {
      let warning = try object(any, "\(fields.path).warnings")
      subject.warnings.append(CheckWarning(code: try word(warning, "code"), message: try text(warning, "message")))
    }
    if let location = fields.values["location"] as? [String: Any], let file = location["file"] as? String {
      subject.location = (file, (location["line"] as? NSNumber)?.intValue ?? 1)
    }
    if let error = fields.values["error"] as? [String: Any] {
      subject.error = SubjectError(
        type: error["type"] as? String ?? "", message: error["message"] as? String ?? "",
        file: error["file"] as? String,
        line: (error["line"] as? NSNumber)?.intValue, isMissingTool: error["missing"] as? Bool ?? false)
    }
    var elements: [String: [ElementResult]] = [:]
    guard let measured = fields.values["elements"] as? [Any] else {
      if subject.error == nil { throw fail(fields.path, "the key 'elements': only parts of a check can be joined") }
      return subject
    }
    let shapes = try shapes(arrays, fields.path)
    for (index, any) in measured.enumerated() {
      let own = try object(any, "\(fields.path).elements[\(index)]")
      let name = try text(own, "array")
      guard let shape = shapes[name] else { throw fail(own.path, "an array of this subject, found '\(name)'") }
      elements[name, default: []].append(try element(own, shape: shape))
    }
    for (index, any) in arrays.enumerated() {
      let own = try object(any, "\(fields.path).arrays[\(index)]")
      subject.arrays.append(try array(own, elements: elements[try text(own, "name")] ?? []))
    }
    return subject
  }

  private func shapes(_ arrays: [Any], _ path: String) throws(CommandFailure) -> [String: [Int]] {
    var shapes: [String: [Int]] = [:]
    for (index, any) in arrays.enumerated() {
      let own = try object(any, "\(path).arrays[\(index)]")
      guard let shape = own.values["shape"] as? [NSNumber] else {
        throw fail("\(own.path).shape", "a list of whole numbers")
      }
      shapes[try text(own, "name")] = shape.map(\.intValue)
    }
    return shapes
  }

  private func element(_ fields: Fields, shape: [Int]) throws(CommandFailure) -> ElementResult {
    guard let index = fields.values["index"] as? [NSNumber], index.count == shape.count,
      zip(index, shape).allSatisfy({ $0.intValue >= 0 && $0.intValue < $1 })
    else { throw fail("\(fields.path).index", "an index within \(shape)") }
    let offset = zip(index, shape).reduce(0) { $0 * $1.1 + $1.0.intValue }
    return ElementResult(
      offset: offset, status: try word(fields, "status"), analytic: try number(fields, "analytic"),
      numeric: try number(fields, "numeric"), uncertainty: try number(fields, "uncertainty"),
      step: try number(fields, "step"), left: try number(fields, "left"), right: try number(fields, "right"),
      singularity: (fields.values["kind"] as? String).flatMap(SingularityKind.init(rawValue:)),
      isVacuous: fields.values["vacuous"] as? Bool ?? false,
      kinkDistance: (fields.values["kinkDistance"] as? NSNumber)?.doubleValue,
      reason: fields.values["reason"] as? String)
  }

  private func array(_ fields: Fields, elements: [ElementResult]) throws(CommandFailure) -> ArrayResult {
    guard let shape = fields.values["shape"] as? [NSNumber] else { throw fail("\(fields.path).shape", "a list") }
    var array = ArrayResult(
      name: try text(fields, "name"), role: try word(fields, "role"), shape: shape.map(\.intValue),
      status: try word(fields, "status"), verdict: try word(fields, "verdict"), elements: elements)
    for (index, any) in try list(fields, "diagnosis").enumerated() {
      let own = try object(any, "\(fields.path).diagnosis[\(index)]")
      let evidence = (own.values["evidence"] as? [String: Any] ?? [:]).compactMap { key, value in
        (value as? NSNumber).map { Evidence(name: key, value: $0.doubleValue) }
      }
      array.diagnosis.append(
        Diagnosis(
          code: try word(own, "code"), message: try text(own, "message"),
          evidence: evidence.sorted { $0.name < $1.name },
          explained: try number(own, "explained"), factor: (own.values["factor"] as? NSNumber)?.doubleValue,
          coefficient: (own.values["coefficient"] as? NSNumber)?.doubleValue,
          valuesRight: own.values["valuesRight"] as? Bool))
    }
    return array
  }
}
