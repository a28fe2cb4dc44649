import Foundation
import Testing

struct UsageTests {
  static let commands = ["report", "check", "train", "plot", "merge", "list", "new", "help"]

  @Test(arguments: commands) func `a command explains itself, with an example`(command: String) throws {
    let help = try Program.run([command, "--help"])
    #expect(help.code == 0)
    #expect(help.errors.isEmpty)
    #expect(help.output.contains("gradus \(command)"))
    #expect(help.output.contains("Example"))
  }

  @Test(arguments: commands) func `help COMMAND says what --help says`(command: String) throws {
    #expect(try Program.run(["help", command]).output == Program.run([command, "--help"]).output)
  }

  @Test func `the version is one line`() throws {
    let version = try Program.run(["--version"])
    #expect(version.code == 0)
    #expect(version.output.wholeMatch(of: /gradus \d+\.\d+\.\d+\n/) != nil)
  }

  @Test func `without arguments gradus lists its commands`() throws {
    let listed = try Program.run([])
    #expect(listed.code == 0)
    for command in Self.commands { #expect(listed.output.contains("\n  \(command) "), "\(command) is missing") }
  }

  /// A command line that is wrong, and what its sentence must hold.
  struct Mistake: CustomTestStringConvertible {
    let line: String
    let parts: [String]
    var testDescription: String { "gradus \(line)" }
    init(_ line: String, _ parts: String...) { (self.line, self.parts) = (line, parts) }
  }

  static let mistakes = [
    Mistake("chekc", "chekc", "did you mean 'check'?"),
    Mistake("reprot", "reprot", "did you mean 'report'?"),
    Mistake("help chekc", "chekc", "did you mean 'check'?"),
    Mistake("check --tolerence 1e-5", "--tolerence", "did you mean '--tolerance'?"),
    Mistake("check --tolerance 0", "--tolerance", "above 0", "found 0"),
    Mistake("check --tolerance tiny", "--tolerance", "tiny"),
    Mistake("check --tolerance nan", "--tolerance", "found nan"),
    Mistake("check --format jsno", "jsno", "did you mean 'json'?"),
    Mistake("check --method centrall", "centrall", "did you mean 'central'?"),
    Mistake("check --scalar half", "--scalar: expected one of double, float, found 'half'"),
    Mistake("check --write junit", "--write", "junit"),
    Mistake("check --write junt=a.xml", "junt=a.xml"),
    Mistake("check --shard 0/4", "--shard", "0/4"),
    Mistake("check --shard 5/4", "--shard", "5/4"),
    Mistake("check --shard 1/0", "--shard", "1/0"),
    Mistake("check --sample 0", "--sample", "found 0"),
    Mistake("check --sample -3", "--sample"),
    Mistake("check --directions 0", "--directions", "found 0"),
    Mistake("check --directions 999999999", "--directions", "found 999999999"),
    Mistake("check --seed -1", "--seed", "-1"),
    Mistake("check --seed 9007199254740992", "--seed", "9007199254740991"),
    Mistake("check --jobs 0", "--jobs", "found 0"),
    Mistake("check --timeout 0", "--timeout", "found 0"),
    Mistake("check --timeout inf", "--timeout", "found inf"),
    Mistake("check --time-budget -1", "--time-budget"),
    Mistake("check dens", "dens", "did you mean 'dense'?"),
    Mistake("check qqqqqqqqqqqqq", "there is no subject 'qqqqqqqqqqqqq'"),
    Mistake("check --watch", "--watch", "--config"),
    Mistake("check --config a.yaml --python b.py", "--config", "--python", "both"),
    Mistake("check --color sometimes", "sometimes"),
    Mistake("report --language fr", "fr"),
    Mistake("report --only softmaxx", "softmaxx", "did you mean 'softmax'?"),
    Mistake("report --formats gif", "--formats", "gif"),
    Mistake("report --seed 9007199254740992", "--seed"),
    Mistake("report a.yaml b.yaml", "b.yaml"),
    Mistake("train --seed 9007199254740992", "--seed"),
    Mistake("plot", "--csv"),
    Mistake("plot entropy --csv a.csv", "--csv"),
    Mistake("plot entropy --output a.gif", "--output", ".svg", "a.gif"),
    Mistake("plot neg-log-q", "neg-log-q", "did you mean 'neg-log-p'?"),
    Mistake("list layer", "layer", "did you mean 'layers'?"),
    Mistake("new layr x", "layr", "did you mean 'layer'?"),
    Mistake("new layer 9lives", "9lives", "letters"),
    Mistake("new layer ../up", "../up"),
    Mistake("merge", "part"),
  ]

  @Test(arguments: mistakes) func `a wrong command line ends with 64 and one sentence`(mistake: Mistake) throws {
    let workspace = try Workspace()
    let outcome = try Program.run(mistake.line.split(separator: " ").map(String.init), in: workspace.root)
    #expect(outcome.code == 64)
    #expect(outcome.output.isEmpty)
    let sentence = try #require(outcome.sentence, "not one sentence: \(outcome.errors)")
    for part in mistake.parts { #expect(sentence.contains(part), "\(sentence)") }
    #expect(try workspace.bytes().isEmpty)
  }
}
