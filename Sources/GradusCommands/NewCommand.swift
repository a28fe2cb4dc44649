import ArgumentParser
import CheckCommand
import Foundation
import Mustache
import Networks
import Records

/// `gradus new layer NAME`.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Start a package with a custom layer, its checks and a CI file.",
    discussion: "Example: gradus new layer soft-gate")

  /// What can be started.
  enum Kind: String, ExpressibleByArgument, CaseIterable { case layer }

  @Argument(help: "What to start: layer.")
  var kind: Kind
  @Argument(help: "The name, in letters, digits and hyphens.")
  var name: String
  @Option(
    help: ArgumentHelp("Where Gradus' own package is (default: the installed sources).", valueName: "path-or-url"))
  var dependency: String?
  @OptionGroup var terminal: TerminalArguments

  /// Names of types that the package uses itself, or that Swift keeps for itself.
  private static let taken: Set<String> = [
    "Any", "Check", "CheckArguments", "Double", "ForwardContext", "Int", "Layer", "LayerGradient", "LayerSubject",
    "NetworkError", "OptionGroup", "Parameter", "Protocol", "Scalar", "Self", "Subject", "Swift", "Tensor",
    "TensorScalar", "Test", "Testing", "Type", "UInt64",
  ]

  func run() throws {
    let words = name.split(separator: "-", omittingEmptySubsequences: false)
    let isGood = words.allSatisfy { word in
      !word.isEmpty
        && word.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0)) }
    }
    guard isGood, name.first?.isLetter == true, name.count <= 60 else {
      throw CommandFailure(.usage, "new: expected a name of letters, digits and hyphens, found '\(name)'")
    }
    guard !FileManager.default.fileExists(atPath: name) else {
      throw CommandFailure(.cannotCreate, "\(name): exists already; choose another name or folder")
    }
    let type = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    let source = try dependencyLine()
    // Two packages of one name cannot depend on each other.
    guard !Self.taken.contains(type), !Self.taken.contains(type + "Layer"),
      name.lowercased() != source.identity.lowercased()
    else {
      throw CommandFailure(.usage, "new: expected a name that the package does not use itself, found '\(name)'")
    }
    let values: [String: String] = [
      "name": name.lowercased(), "type": type, "dependency": source.line, "package": source.identity,
    ]
    let files = [
      ("Package.swift", "Package.swift"), ("Layer.swift", "Sources/\(type)Layer/\(type).swift"),
      ("Check.swift", "Sources/check-\(name.lowercased())/Check.swift"),
      ("LayerTests.swift", "Tests/\(type)LayerTests/\(type)Tests.swift"),
      ("ci.yml", ".github/workflows/gradients.yml"), ("README.md", "README.md"), ("gitignore", ".gitignore"),
    ]
    let templates = try SharedFiles.locate().folder(.templates).appendingPathComponent("new-layer")
    let folder = FileManager.default.currentDirectoryPath + "/" + name
    let interruption = Interruption { try? FileManager.default.removeItem(atPath: folder) }
    do {
      for (template, path) in files { try write(template, to: folder + "/" + path, values, templates) }
    } catch {
      try? FileManager.default.removeItem(atPath: folder)
      throw error
    }
    withExtendedLifetime(interruption) {}
    guard !terminal.isQuiet else { return }
    try StandardOutput.write(
      "\(name): a package with the layer \(type); try it: cd \(name) && swift test --disable-xctest\n")
  }

  private func write(_ template: String, to path: String, _ values: [String: String], _ templates: URL) throws {
    let url = templates.appendingPathComponent(template + ".mustache")
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      throw CommandFailure(.unavailable, "\(url.path): the template is missing")
    }
    // These files are not HTML: nothing is escaped.
    let mustache = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + text)
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    do {
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(.cannotCreate, "\(parent): the folder cannot be created")
    }
    try AtomicFile.write(mustache.render(values), to: path)
  }

  /// How the package names Gradus: a path, or an address with the version of this program.
  private func dependencyLine() throws -> (line: String, identity: String) {
    if let dependency, dependency.contains("://") || dependency.hasPrefix("git@") {
      let quoted = JSONValue.quoted(dependency)
      let last = dependency.split(separator: "/").last.map(String.init) ?? dependency
      let identity = last.hasSuffix(".git") ? String(last.dropLast(4)) : last
      return (".package(url: \(quoted), from: \"\(GradusVersion.current)\"),", identity.lowercased())
    }
    let root = dependency ?? SharedFiles.packageRoot()?.path
    guard let root, FileManager.default.fileExists(atPath: root + "/Package.swift") else {
      throw CommandFailure(
        .noInput, "new: \(root ?? "the installed sources"): there is no Package.swift; name one with --dependency")
    }
    let url = URL(fileURLWithPath: root).standardizedFileURL
    return (".package(name: \"gradus\", path: \(JSONValue.quoted(url.path))),", "gradus")
  }
}
