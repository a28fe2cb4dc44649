import ArgumentParser
import CheckCommand
import CourseReport
import GradientChecking
import Networks
import Records

/// `gradus list`.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List layers, losses, optimizers, datasets, figures, lessons or subjects.",
    discussion: "Example: gradus list layers --json")

  /// What can be listed.
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case layers, losses, optimizers, datasets, figures, lessons, subjects
  }

  @Argument(help: "layers, losses, optimizers, datasets, figures, lessons or subjects; all without.")
  var kind: Kind?
  @Flag(help: "As JSON, schema gradus.list/1.")
  var json = false

  private struct Entry {
    var name: String
    var summary = ""
    var keys: [KeyDescription] = []
  }

  func run() throws {
    let kinds = kind.map { [$0] } ?? Kind.allCases
    var lists: [(Kind, [Entry])] = []
    for kind in kinds { lists.append((kind, try entries(kind))) }
    guard json else {
      try StandardOutput.write(lists.map { text($0.0, $0.1) }.joined(separator: "\n"))
      return
    }
    let value = JSONValue.object { root in
      root.add("schema", text: "gradus.list/1")
      for (kind, entries) in lists { root.add(kind.rawValue, .list(entries.map(Self.json))) }
    }
    try StandardOutput.write(value.fileText)
  }

  private static func json(_ entry: Entry) -> JSONValue {
    .object {
      $0.add("name", text: entry.name)
      if !entry.summary.isEmpty { $0.add("summary", text: entry.summary) }
      $0.add(
        "keys",
        .list(
          entry.keys.map { key in
            .object {
              $0.add("name", text: key.name)
              $0.add("meaning", text: key.meaning)
              $0.add("default", text: key.standard)
            }
          }))
    }
  }

  private func text(_ kind: Kind, _ entries: [Entry]) -> String {
    let width = entries.map(\.name.count).max() ?? 0
    var lines = [kind.rawValue]
    for entry in entries {
      lines.append("  " + entry.name + String(repeating: " ", count: width - entry.name.count + 2) + entry.summary)
      for key in entry.keys {
        lines.append("      \(key.name): \(key.meaning)" + (key.standard.map { " (default \($0))" } ?? ""))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func entries(_ kind: Kind) throws -> [Entry] {
    switch kind {
    case .layers: LayerCatalog.entries.map { Entry(name: $0.name, summary: $0.summary, keys: $0.keys) }
    case .losses: LossCatalog.entries.map { Entry(name: $0.name, summary: $0.summary, keys: $0.keys) }
    case .optimizers: OptimizerCatalog.entries.map { Entry(name: $0.name, summary: $0.summary, keys: $0.keys) }
    case .datasets: DatasetCatalog.entries.map { Entry(name: $0.name, summary: $0.summary, keys: $0.keys) }
    case .lessons: LessonName.course.map { Entry(name: $0.rawValue) }
    case .figures:
      try ReportBuilder(configuration: ReportConfiguration()).figures().map {
        Entry(name: $0.name, summary: $0.title.en)
      }
    case .subjects: try BuiltInSubjects.all(seed: 0).map { Entry(name: $0.name, summary: $0.kind.rawValue) }
    }
  }
}
