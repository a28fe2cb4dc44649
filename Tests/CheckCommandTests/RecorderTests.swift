import CheckCommand
import Foundation
import GradientChecking
import Testing

/// Every form of a hostile result can be read by a program that knows the form.
struct RecorderTests {
  private let result = HostileResult.result
  /// Three arrays in each of the subjects that ran, and two subjects as a whole.
  private var outcomes: Int { 3 * HostileResult.texts.count + 2 }

  private func text(_ format: OutputFormat) -> String { format.text(of: result) }

  private func object(_ format: OutputFormat) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text(format).utf8)) as? [String: Any])
  }

  @Test("no form holds a control character or a machine's path", arguments: OutputFormat.allCases)
  func controls(format: OutputFormat) {
    let hidden = text(format).unicodeScalars.filter {
      ($0.value < 0x20 && $0 != "\n" && $0 != "\r" && $0 != "\t") || (0x7F...0x9F).contains($0.value)
        || $0.value & 0xFFFE == 0xFFFE
    }
    #expect(hidden.isEmpty, "\(hidden.map(\.value))")
    #expect(!text(format).contains(FileManager.default.currentDirectoryPath))
  }

  @Test("nothing to check is told in every form", arguments: OutputFormat.allCases)
  func empty(format: OutputFormat) throws {
    let nothing = CheckResult(seed: 0, shard: (1, 1), tolerance: 1e-7, subjects: [], seconds: 0)
    let text = format.text(of: nothing)
    #expect(text.utf8.last == UInt8(ascii: "\n"))
    switch format {
    case .json, .sarif, .gradescope: _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
    case .junit: #expect(XMLTree.parse(text)?.attributes["tests"] == "1")
    case .tap: #expect(text.contains("1..0 # nothing was checked"))
    case .csv: #expect(CSVReader.records(text)?.count == 1)
    case .text: #expect(text.contains("nothing was checked"))
    case .github: #expect(text.contains("0 of 0 arrays passed"))
    }
  }

  @Test func `JSON has every subject, and nulls beside a status`() throws {
    let root = try object(.json)
    #expect(root["schema"] as? String == "gradus.check/1")
    let subjects = try #require(root["subjects"] as? [[String: Any]])
    #expect(subjects.count == result.subjects.count)
    let arrays = try #require(subjects[0]["arrays"] as? [[String: Any]])
    let worst = try #require(arrays[0]["worst"] as? [String: Any])
    #expect(worst["analytic"] is NSNull)
    #expect(worst["analytic_status"] as? String == "nan")
    // Foundation's reader may be off in the last digit; the text is not.
    #expect(abs((worst["numeric"] as? Double ?? .nan) - HostileResult.measured) < 1e-15)
    #expect(text(.json).contains("\"numeric\": 0.7310585786300049"))
    #expect(root["seed"] as? Int == 9_007_199_254_740_991)
    #expect(text(.json).contains("\"tolerance\": 1e-7"))
    let summary = try #require(root["summary"] as? [String: Any])
    #expect(summary["failed"] as? Int == HostileResult.texts.count + 1)
    #expect(summary["errors"] as? Int == 1)
  }

  @Test func `JUnit's counts are those of its cases`() throws {
    let root = try #require(XMLTree.parse(text(.junit)), "not well-formed")
    let suites = root.all("testsuite")
    #expect(suites.count == result.subjects.count)
    #expect(root.all("testcase").count == outcomes)
    #expect(root.attributes["tests"] == "\(outcomes)")
    #expect(root.attributes["failures"] == "\(root.all("failure").count)")
    #expect(root.attributes["errors"] == "\(root.all("error").count)")
    for suite in suites {
      #expect(suite.attributes["tests"] == "\(suite.all("testcase").count)")
      #expect(suite.attributes["failures"] == "\(suite.all("failure").count)")
      #expect(suite.attributes["errors"] == "\(suite.all("error").count)")
      #expect(suite.attributes["skipped"] == "\(suite.all("skipped").count)")
    }
    let names = root.all("testcase").map {
      ($0.attributes["classname"] ?? "") + "\u{1}" + ($0.attributes["name"] ?? "")
    }
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { !$0.hasPrefix("\u{1}") && !$0.hasSuffix("\u{1}") })
  }

  @Test func `SARIF has a result for each wrong array with a place`() throws {
    let root = try object(.sarif)
    #expect(root["version"] as? String == "2.1.0")
    let run = try #require((root["runs"] as? [[String: Any]])?.first)
    let results = try #require(run["results"] as? [[String: Any]])
    // One wrong array in each subject but the one without a place, and the subject that cannot be run.
    #expect(results.count == HostileResult.texts.count - 1 + 1)
    var fingerprints: Set<String> = []
    for result in results {
      let location = try #require(
        (result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any])
      let uri = try #require((location["artifactLocation"] as? [String: Any])?["uri"] as? String)
      #expect(uri.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x5C } && !uri.hasPrefix("/"))
      #expect(((location["region"] as? [String: Any])?["startLine"] as? Int ?? 0) >= 1)
      let print = try #require(result["partialFingerprints"] as? [String: String])
      #expect(fingerprints.insert(print.values.joined()).inserted)
    }
    let invocation = try #require((run["invocations"] as? [[String: Any]])?.first)
    #expect((invocation["toolExecutionNotifications"] as? [Any])?.count == 2)
  }

  @Test func `GitHub reads only the commands that are meant`() {
    let lines = text(.github).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(!text(.github).contains("\r"))
    let commands = lines.filter { $0.hasPrefix("::") }
    let words = commands.map { $0.dropFirst(2).prefix { $0.isLetter } }
    #expect(words.first == "group" && words.last == "notice")
    #expect(words.count { $0 == "error" } == 10)
    #expect(words.count { $0 == "warning" } == 10)
    #expect(words.count { $0 == "group" } == 1 && words.count { $0 == "endgroup" } == 1)
    // Properties may hold no raw colon or comma but their own separators.
    for command in commands where command.hasPrefix("::error ") {
      let head = command.dropFirst(8).prefix { $0 != ":" }
      let properties = head.unicodeScalars.split(separator: ",")
      #expect(properties.allSatisfy { String($0).contains(/^(file|line|title)=/) }, "\(head)")
    }
    #expect(text(.github).contains("%250A%3A%3Aerror%3A%3A"))
    // Outside of commands a line could start a command of its own.
    #expect(lines.filter { !$0.hasPrefix("::") && !$0.isEmpty }.allSatisfy { $0.hasPrefix("  ") })
  }

  @Test func `TAP numbers its points and escapes its directives`() throws {
    let lines = text(.tap).split(separator: "\n").map(String.init)
    #expect(lines.prefix(2) == ["TAP version 14", "1..\(outcomes)"])
    let points = lines.filter { $0.hasPrefix("ok ") || $0.hasPrefix("not ok ") }
    #expect(points.count == outcomes)
    for (index, point) in points.enumerated() { #expect(point.contains("ok \(index + 1) - ")) }
    // A bare number sign would start a directive.
    let directives = points.filter { point in
      var previous: Unicode.Scalar = " "
      for scalar in point.unicodeScalars {
        if scalar == "#", previous != "\\" { return true }
        previous = scalar
      }
      return false
    }
    #expect(directives.count == HostileResult.texts.count)
    #expect(directives.allSatisfy { $0.hasPrefix("ok ") && $0.contains(" # SKIP ") })
    #expect(lines.count { $0 == "  ---" } == lines.count { $0 == "  ..." })
  }

  @Test func `CSV has as many fields everywhere and none that a spreadsheet runs`() throws {
    let records = try #require(CSVReader.records(text(.csv)), "not RFC 4180")
    #expect(records.count == outcomes + 1)
    #expect(Set(records.map(\.count)) == [records[0].count])
    let numeric = Set(
      records[0].indices.filter { ["analytic", "numeric", "uncertainty", "relative_error"].contains(records[0][$0]) })
    for record in records.dropFirst() {
      for (column, field) in record.enumerated() where !numeric.contains(column) {
        // A status such as -inf or +inf stands behind an apostrophe too.
        #expect(!["=", "+", "-", "@"].contains(field.unicodeScalars.first.map(String.init) ?? ""), "\(field)")
      }
      for column in numeric { #expect(record[column].isEmpty || Double(record[column])?.isFinite == true) }
    }
  }

  @Test func `text for people stays on its lines`() throws {
    let lines = text(.text).split(separator: "\n", omittingEmptySubsequences: false)
    let heads = lines.filter { $0.hasPrefix("✓ ") || $0.hasPrefix("✗ ") || $0.hasPrefix("? ") || $0.hasPrefix("! ") }
    #expect(heads.count == result.subjects.count)
    #expect(!text(.text).contains("\r"))
    // Nothing but the heads and the summary starts at the margin.
    let margin = lines.filter { !$0.isEmpty && !$0.hasPrefix(" ") }
    #expect(margin.count == result.subjects.count + 1)
    #expect(margin.last?.hasPrefix("ERROR") == true || margin.last?.hasPrefix("FAIL") == true)
  }
}
