import Foundation
import GradientChecking
import Testing

/// Code of users that does what code should not do: an error of its subject, and the others are still checked.
struct PythonMisbehaviourTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// Lines of `backward(dout, x)`, before it returns the right gradient of x².
    let lines: String
    let type: String
    let words: String
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "exits at once", lines: "os._exit(3)", type: "died", words: "exit code 3"),
    Case(name: "kills itself", lines: "os.kill(os.getpid(), 9)", type: "died", words: "signal 9"),
    Case(name: "exits as programs do", lines: "sys.exit('bye')", type: "SystemExit", words: "bye"),
    Case(
      name: "allocates without end",
      lines: "kept = []\n    while True: kept.append(np.zeros(1 << 24))", type: "MemoryError", words: "GiB"),
    Case(name: "loops for ever", lines: "while True: pass", type: "timeout", words: "no reply within"),
    Case(
      name: "ignores signals and hangs",
      lines: "for s in (15, 2, 1): signal.signal(s, signal.SIG_IGN)\n    time.sleep(1000)", type: "timeout",
      words: "no reply within"),
    Case(name: "returns text", lines: "return 'twice x'", type: "type", words: "real numbers"),
    Case(name: "returns complex numbers", lines: "return 2j * dout * x", type: "type", words: "real numbers"),
    Case(name: "raises", lines: "raise ValueError('no such luck')", type: "ValueError", words: "no such luck"),
    Case(
      name: "calls a module that is missing", lines: "return missing_module.twice(x)", type: "ModuleNotFoundError",
      words: "missing_module"),
    Case(
      name: "divides as in Python 2", lines: "half = len(x) / 2\n    x[half]", type: "IndexError",
      words: "Python 2 division"),
  ]

  private static let head = """
    import os, signal, subprocess, sys, time
    import numpy as np
    import missing_module
    def square_forward(x):
        return x * x

    """

  private static func file(_ lines: String) -> String {
    head + "def square_backward(dout, x):\n    \(lines)\n    return 2 * dout * x\n"
  }

  private static let keys = "forward: square_forward, inputs: {x: {normal: [3, 2]}}"

  @Test(arguments: cases) func `code that misbehaves is an error of its own subject`(own: Case) throws {
    let folder = try TemporaryFolder(["bad.py": Self.file(own.lines), "good.py": Self.file("pass")])
    let results = try folder.check(
      """
      subjects:
        - {name: bad, python: bad.py, \(Self.keys)}
        - {name: good, python: good.py, \(Self.keys)}
      """, timeout: own.type == "timeout" ? 1.5 : 60)
    try #require(results.count == 2)
    #expect(results[0].verdict == .error)
    let error = try #require(results[0].error)
    #expect(error.type == own.type, "\(error.message)")
    #expect(error.message.contains(own.words), "\(error.message)")
    #expect(results[1].verdict == .pass, "\(results[1].message)")
  }

  @Test(arguments: [
    ("np.zeros(5)", DiagnosisCode.wrongShape), ("np.zeros((3, 2, 1))", .wrongShape), ("None", .notImplemented),
    ("np.array([])", .wrongShape), ("(2 * dout * x).astype(np.int64)", .unknown),
    ("np.full((3, 2), np.nan)", .nonfinite),
  ]) func `a gradient of another shape or type is a failure that says so`(gradient: String, code: DiagnosisCode) throws
  {
    let folder = try TemporaryFolder(["bad.py": Self.file("return \(gradient)"), "good.py": Self.file("pass")])
    let results = try folder.check(
      """
      subjects:
        - {name: bad, python: bad.py, \(Self.keys)}
        - {name: good, python: good.py, \(Self.keys)}
      """)
    #expect(results.map(\.verdict) == [.fail, .pass], "\(results.map(\.message))")
    #expect(results[0].codes.contains(code), "\(results[0].codes)")
  }

  @Test func `an output that changes its shape or kind between calls is an error with its line`() throws {
    for output in ["x[:2]", "'text'", "x.astype(complex)"] {
      let folder = try TemporaryFolder([
        "bad.py": """
        import numpy as np
        calls = [0]
        def square_forward(x):
            calls[0] += 1
            return x * x if calls[0] < 4 else \(output)
        def square_backward(dout, x):
            return 2 * dout * x
        """
      ])
      let results = try folder.check("subjects: [{name: bad, python: bad.py, \(Self.keys)}]\n")
      #expect(results.map(\.verdict) == [.error], "\(output): \(results.map(\.message))")
      #expect(["shape", "type"].contains(results[0].error?.type), "\(output): \(results[0].message)")
    }
  }

  @Test(arguments: [
    "print('a banner')", "sys.stdout.write('x' * 1000); sys.stdout.flush()", "os.write(1, b'to the file itself')",
    "try: os.close(1)\n    except OSError: pass", "sys.stdin.read()", "if os.fork() == 0: return None",
    "subprocess.Popen(['sleep', '100'])", "for _ in range(3000): print('x' * 1000)",
    "for _ in range(3000): sys.stderr.write('x' * 1000)", "os.write(2, b'y' * 3000000)",
  ]) func `what code does to its streams and processes is its own business`(line: String) throws {
    let folder = try TemporaryFolder(["good.py": Self.file(line)])
    let results = try folder.check("subjects: [{name: good, python: good.py, \(Self.keys)}]\n")
    #expect(results.map(\.verdict) == [.pass], "\(results.map(\.message))")
  }

  @Test(arguments: [1.5, 60]) func `no process is left behind`(timeout: Double) throws {
    let hangs = timeout < 10 ? "time.sleep(1000)" : "pass"
    let folder = try TemporaryFolder([
      "bad.py": Self.file(
        """
        child = subprocess.Popen(['sleep', '1000'])
            open(os.path.join(os.path.dirname(__file__), 'child'), 'w').write(str(child.pid))
            \(hangs)
        """)
    ])
    _ = try folder.check("subjects: [{name: bad, python: bad.py, \(Self.keys)}]\n", timeout: timeout)
    let child = try #require(pid_t(try folder.text("child")))
    var waits = 0
    while Self.runs(child), waits < 500 {
      usleep(10_000)
      waits += 1
    }
    #expect(!Self.runs(child))
  }

  /// Whether a process is there and not merely waiting to be counted out.
  private static func runs(_ process: pid_t) -> Bool {
    guard kill(process, 0) == 0 else { return false }
    let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return state.map { !$0.contains(") Z ") } ?? true
  }

  @Test(arguments: [
    ("def f(:\n", "SyntaxError", "bad.py:1"), ("print 'hello'\n", "SyntaxError", "Python 2"),
    ("import sys\nsys.exit(2)\n", "SystemExit", "bad.py:2"), ("1 / 0\n", "ZeroDivisionError", "bad.py:1"),
    ("x = 1\n", "name", "square_forward"), ("글 = '한국어'\n", "name", "square_forward"),
  ]) func `a file that cannot be loaded says where and why`(text: String, type: String, words: String) throws {
    let folder = try TemporaryFolder(["bad.py": text])
    let results = try folder.check("subjects: [{name: bad, python: bad.py, \(Self.keys)}]\n")
    let error = try #require(results.first?.error)
    #expect(error.type == type)
    #expect(error.message.contains(words), "\(error.message)")
  }

  @Test func `a Python without numpy is named, with what to do`() throws {
    let folder = try TemporaryFolder(["good.py": Self.file("pass")])
    // Without its site module no Python finds an installed package.
    let bare = try folder.program("bare python", "#!/bin/sh\nexec '\(Python.path)' -S \"$@\"\n")
    let results = try folder.check(
      "subjects: [{name: good, python: good.py, \(Self.keys)}]\n", interpreter: bare)
    let error = try #require(results.first?.error)
    #expect(error.isMissingTool)
    #expect(error.message.contains("numpy is not installed"))
    #expect(error.message.contains("--interpreter"))
  }

  @Test func `a Python that is not there is named, with what to do`() throws {
    let folder = try TemporaryFolder(["good.py": Self.file("pass")])
    let results = try folder.check(
      "subjects: [{name: good, python: good.py, \(Self.keys)}]\n", interpreter: "/nowhere/python3")
    let error = try #require(results.first?.error)
    #expect(error.isMissingTool)
    #expect(error.message.contains("/nowhere/python3: there is no such program"))
  }
}
