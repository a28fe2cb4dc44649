import Configuration
import ExternalLayers
import Foundation
import GradientChecking
import Networks

/// Subjects of a Python file, as the command line names them.
public struct PythonSubjects {
  /// One option of the command line that is a key of configurations: `forward`, `loss`, …
  public struct Option: Sendable {
    let key: String
    let node: ConfigurationNode

    /// A text.
    public init(_ key: String, _ text: String) {
      self.key = key
      node = ConfigurationNode(file: "--\(key)", line: 0, column: 0, path: key, content: .text(text))
    }

    /// JSON or YAML text.
    public init(_ key: String, parsing text: String) throws(ConfigurationError) {
      self.key = key
      let parsed = try ConfigurationNode.parse(text: text, file: "--\(key)")
      node = ConfigurationNode(file: "--\(key)", line: 0, column: 0, path: key, content: parsed.content)
    }

    /// A list of names, separated by commas.
    public init(_ key: String, names text: String) {
      self.key = key
      let names = text.split(separator: ",").map {
        ConfigurationNode(
          file: "--\(key)", line: 0, column: 0, path: key,
          content: .text($0.trimmingCharacters(in: .whitespaces)))
      }
      node = ConfigurationNode(file: "--\(key)", line: 0, column: 0, path: key, content: .list(names))
    }

    init(_ key: String, _ node: ConfigurationNode) {
      self.key = key
      self.node = node
    }
  }

  /// The file.
  public let file: String
  let seed: UInt64
  let scalar: ScalarKind
  let settings: ExternalSettings
  private let workers = WorkerSet()

  /// Looks at a file.
  ///
  /// - Throws: `ConfigurationError` with `isUnreadable` where the file cannot be read.
  public init(file: String, seed: UInt64, scalar: ScalarKind, settings: ExternalSettings) throws(ConfigurationError) {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), isFolder.boolValue {
      throw ConfigurationError(file: file, message: "this is a folder, expected a Python file", isUnreadable: true)
    }
    guard FileManager.default.isReadableFile(atPath: file) else {
      let isThere = FileManager.default.fileExists(atPath: file)
      throw ConfigurationError(
        file: file, message: isThere ? "the file cannot be read" : "there is no such file", isUnreadable: true)
    }
    self.file = file
    self.seed = seed
    self.scalar = scalar
    self.settings = settings
  }

  /// The subject that options describe.
  ///
  /// - Parameter inputs: `x=normal(2,3)`, `y=integers(4,below=3)`, `reg=0.1`, `conv_param={"stride": 1}`.
  public func subjects(_ options: [Option], inputs: [String], name: String? = nil) throws(ConfigurationError)
    -> [any Subject]
  {
    var entries = options.map { entry($0.key, $0.node) }
    entries.append(entry("python", text(file)))
    if let name { entries.append(entry("name", text(name))) }
    var given: [ConfigurationEntry] = []
    for input in inputs {
      let (name, node) = try InputArgument.parse(input)
      guard !given.contains(where: { $0.key == name }) else {
        throw ConfigurationError(file: "--input", message: "the input '\(name)' is given twice")
      }
      given.append(entry(name, node))
    }
    entries.append(
      entry("inputs", ConfigurationNode(file: "--input", line: 0, column: 0, path: "", content: .mapping(given))))
    let node = ConfigurationNode(file: "--python", line: 1, column: 0, path: "", content: .mapping(entries))
    let builder = ExternalBuilder(
      node: node, index: 0, file: "", seed: seed, scalar: scalar, settings: settings, timeout: nil, interpreter: nil,
      workers: workers)
    return try builder.subjects()
  }

  /// What the file holds, as far as its text shows.
  public func recognise() throws -> [RecognisedSubject] {
    let command = try WorkerSet.python(settings.interpreter)
    return try workers.worker(command).recognise(file: file, timeout: settings.timeout ?? 60)
  }

  /// A subject that runs with guessed inputs, and what is said of it.
  public struct Fitting {
    /// Nothing where no guess fits.
    public let subject: (any Subject)?
    /// How it is checked, or why it is not.
    public let remark: String
  }

  /// What is wanting besides inputs: a method that has to be called first, another way to name what is checked.
  private static let needs: Set<String> = ["answers", "setup"]

  /// What exceptions say that no other input would mend.
  private static let ownErrors: Set<String> = [
    "NameError", "UnboundLocalError", "AttributeError", "ModuleNotFoundError", "SyntaxError", "RecursionError",
    "not-implemented", "timeout", "died",
  ]

  /// The first guess that the code runs with.
  public func fitting(_ recognised: RecognisedSubject) throws(ConfigurationError) -> Fitting {
    var first: SubjectError?
    var doubtful: Fitting?
    for (index, guess) in recognised.guesses.enumerated() {
      let subject = try subject(recognised, guess)
      guard let error = (subject as? ExternalSubject)?.openingError else {
        let fitting = Fitting(subject: subject, remark: "checked with \(guess.arguments)")
        // Shapes that do not belong together may still broadcast: another guess may fit better.
        if let subject, index > 0 || subject.arrays.count > 1, Self.hasWrongShape(subject) {
          doubtful = doubtful ?? fitting
          continue
        }
        return fitting
      }
      // An exception is the code's own where no other guess could mend it, or does so for a well-known function.
      let failing = Fitting(subject: subject, remark: "cannot be run")
      let isInBackward = guess.companions?["backward"].map { error.message.contains("\($0) line") } ?? false
      if Self.ownErrors.contains(error.type) || (guess.isSure == true && isInBackward) { return failing }
      if guess.isSure == true, index == 0 { doubtful = failing }
      // What the code needs says more than that a guess did not fit.
      if first == nil || Self.needs.contains(error.type) { first = error }
    }
    if let doubtful { return doubtful }
    let advice = "give them with --input"
    guard let first else {
      return Fitting(
        subject: nil, remark: "not checked: \(recognised.reason ?? "its inputs cannot be guessed: \(advice)")")
    }
    guard !Self.needs.contains(first.type) else {
      return Fitting(subject: nil, remark: "not checked: \(first.message)")
    }
    return Fitting(
      subject: nil, remark: "not checked, its inputs were guessed wrong (\(first.message)): \(advice)")
  }

  /// Whether a gradient of another shape than its array's comes back.
  private static func hasWrongShape(_ subject: any Subject) -> Bool {
    guard let session = try? subject.makeSession(), let claimed = try? session.claimedGradient(at: session.point) else {
      return false
    }
    return claimed.arrays.contains { if case .wrongShape = $0 { true } else { false } }
  }

  /// The subject of what was recognised with a guess of its inputs.
  func subject(
    _ recognised: RecognisedSubject, _ guess: GuessedSettings
  ) throws(ConfigurationError) -> (any Subject)? {
    var options = [Option(guess.key, guess.name)]
    if let initial = guess.initial { options.append(try Option("init", parsing: initial)) }
    for (key, value) in (guess.companions ?? [:]).sorted(by: { $0.key < $1.key }) {
      switch key {
      case "flag": options.append(try Option("derivative", parsing: "{flag: \(value)}"))
      case "tensor": options.append(try Option(key, parsing: value))
      default: options.append(Option(key, value))
      }
    }
    return try subjects(options, inputs: guess.inputs, name: recognised.name).first
  }

  private func text(_ text: String) -> ConfigurationNode {
    ConfigurationNode(file: "--python", line: 0, column: 0, path: "", content: .text(text))
  }

  private func entry(_ key: String, _ node: ConfigurationNode) -> ConfigurationEntry {
    ConfigurationEntry(key: key, line: 0, column: 0, value: node)
  }
}

/// An input of the command line.
enum InputArgument {
  static func parse(_ argument: String) throws(ConfigurationError) -> (String, ConfigurationNode) {
    guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
      throw ConfigurationError(
        file: "--input", message: "expected NAME=ARRAY such as x=normal(2,3), found '\(argument)'")
    }
    let name = String(argument[..<equals])
    let value = argument[argument.index(after: equals)...].trimmingCharacters(in: .whitespaces)
    let text: String
    if let open = value.firstIndex(of: "("), value.hasSuffix(")"),
      ArraySpecification.kinds.contains(String(value[..<open])), value[..<open] != "values"
    {
      text = try call(
        kind: String(value[..<open]), value[value.index(after: open)...].dropLast(), argument: argument)
    } else {
      if let call = try? /([A-Za-z_]+)\(.*\)/.wholeMatch(in: value) {
        let near = suggestion(for: String(call.output.1), among: ArraySpecification.kinds)
        throw ConfigurationError(
          file: "--input",
          message: "'\(argument)': '\(call.output.1)' is no kind of array, expected one of "
            + ArraySpecification.kinds.joined(separator: ", ") + (near.map { "; did you mean '\($0)'?" } ?? ""))
      }
      text = value.hasPrefix("[") ? "{values: \(value)}" : value
    }
    let node: ConfigurationNode
    do { node = try ConfigurationNode.parse(text: text, file: "--input") } catch {
      throw ConfigurationError(
        file: "--input", message: "'\(argument)': expected an array such as normal(2,3), a number, text or JSON")
    }
    return (name, node)
  }

  private static func call(kind: String, _ arguments: Substring, argument: String) throws(ConfigurationError) -> String
  {
    var shape: [String] = []
    var keys: [String] = []
    for part in arguments.split(separator: ",") {
      let words = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      switch words.count {
      case 2: keys.append("\(words[0]): \(words[1])")
      case 1 where keys.isEmpty: shape.append(words[0])
      default:
        throw ConfigurationError(
          file: "--input", message: "'\(argument)': expected the shape before names, as in normal(2,3,mean=1)")
      }
    }
    return "{" + (["\(kind): [\(shape.joined(separator: ", "))]"] + keys).joined(separator: ", ") + "}"
  }
}
