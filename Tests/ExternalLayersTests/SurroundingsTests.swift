import CheckSubjects
import Foundation
import GradientChecking
import Testing

/// What code can see of how it is run: no more than if its file were the program.
struct SurroundingsTests {
  private static let backward = "def f_backward(dout, cache):\n    return 2 * dout\n"

  private static func verdict(_ forward: String, _ files: [String: String] = [:]) throws -> SubjectResult? {
    let folder = try TemporaryFolder(
      files.merging(["layers.py": "import sys, os\n" + forward + "\n" + backward]) { own, _ in own })
    return try folder.check(
      "subjects: [{name: f, python: layers.py, forward: f_forward, inputs: {x: {normal: [3]}}}]\n"
    ).first
  }

  @Test(arguments: [
    "def f_forward(x): return x * (2 if len(sys.argv) == 1 else 5), None",
    "def f_forward(x): return x * (2 if hasattr(sys.modules['__main__'], '__file__') else 5), None",
    """
    def f_forward(x):
        import argparse
        parser = argparse.ArgumentParser()
        parser.add_argument("--factor", type=float, default=2.0)
        return x * parser.parse_args().factor, None
    """,
    """
    from gradus_worker import factor
    def f_forward(x): return x * factor, None
    """,
  ]) func `arguments, the main module and the user's own modules are as usual`(forward: String) throws {
    let result = try #require(try Self.verdict(forward, ["gradus_worker.py": "factor = 2\n"]))
    #expect(result.verdict == .pass, "\(result.message)")
  }

  @Test func `a file that changes the working directory leaves others where they are`() throws {
    let away = "import os\nos.chdir('/')\ndef f_forward(x): return x * 2, None\n" + Self.backward
    let there =
      "import os\nos.chdir(os.path.dirname(os.path.abspath(__file__)))\ndef f_forward(x): return x * float(open('factor').read()), None\n"
      + Self.backward
    let folder = try TemporaryFolder([
      "away.py": away, "inner/there.py": there, "inner/factor": "2",
      "plain.py": "def f_forward(x): return x * 2, None\n" + Self.backward,
    ])
    let keys = "forward: f_forward, inputs: {x: {normal: [3]}}"
    let results = try folder.check(
      """
      subjects:
        - {name: away, python: away.py, \(keys)}
        - {name: there, python: inner/there.py, \(keys)}
        - {name: plain, python: plain.py, \(keys)}
      """)
    #expect(results.map(\.verdict) == [.pass, .pass, .pass], "\(results.map(\.message))")
  }
}
