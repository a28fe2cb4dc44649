import Foundation
import Testing

/// What the README shows is what its commands print.
struct ReadmeTests {
  private static let root = URL(filePath: #filePath).appending(path: "../../..").standardized.path

  private func readme() throws -> String { try String(contentsOfFile: Self.root + "/README.md", encoding: .utf8) }

  /// A command of the README with the lines that are shown below it.
  private struct Session {
    let arguments: [String]
    var shown: [String] = []
  }

  /// The commands `$ gradus …` of a text, in order; a line that is only `…` stands for any others.
  private func sessions(_ text: String) -> [Session] {
    var sessions: [Session] = []
    var isInside = false
    for line in text.components(separatedBy: "\n") {
      if line.hasPrefix("$ gradus ") {
        sessions.append(Session(arguments: line.split(separator: " ").dropFirst(2).map(String.init)))
        isInside = true
      } else if line.hasPrefix("```") {
        isInside = false
      } else if isInside, !line.trimmingCharacters(in: .whitespaces).isEmpty,
        line.trimmingCharacters(in: .whitespaces) != "…"
      {
        sessions[sessions.count - 1].shown.append(line)
      }
    }
    return sessions
  }

  /// A line without its numbers' digits, whose last ones depend on the processor, and without its columns' widths.
  private func shape(_ line: String) -> String {
    line.replacing(/-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?/, with: "#").replacing(/\x20+/, with: " ")
  }

  @Test func `its commands print what it shows`() throws {
    let workspace = try Workspace()
    try FileManager.default.createSymbolicLink(
      atPath: workspace.path("Examples"), withDestinationPath: Self.root + "/Examples")
    let sessions = sessions(try readme())
    let shown = sessions.filter { !$0.shown.isEmpty }
    try #require(shown.count >= 3)
    for session in sessions.filter({ !$0.shown.isEmpty || $0.arguments.first == "plot" }) {
      let outcome = try Program.run(session.arguments, in: workspace.root)
      #expect(outcome.code == (session.shown.contains { $0.hasPrefix("FAIL") } ? 1 : 0), "\(outcome.errors)")
      var printed = outcome.output.components(separatedBy: "\n").map(shape)[...]
      for line in session.shown {
        let place = printed.firstIndex(of: shape(line))
        #expect(place != nil, "gradus \(session.arguments.joined(separator: " ")) does not print: \(line)")
        printed = printed[((place ?? printed.startIndex - 1) + 1)...]
      }
    }
  }

  @Test func `it stays below 200 lines`() throws {
    #expect(try readme().components(separatedBy: "\n").count <= 200)
  }
}
