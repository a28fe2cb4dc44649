import Foundation
import Testing

@testable import CheckCommand

#if canImport(Glibc)
  import Glibc
#endif

/// Colours, progress, and how much is said.
struct TerminalTests {
  private static let escape: Character = "\u{1B}"

  @Test(arguments: ["auto", "never"]) func `what is no terminal gets no colours`(color: String) throws {
    let outcome = try Program.run(["check", "relu", "--color", color])
    #expect(!outcome.output.contains(Self.escape) && outcome.errors.isEmpty)
  }

  @Test func `always means always`() throws {
    let outcome = try Program.run(["check", "relu", "--color", "always"])
    #expect(outcome.output.contains(Self.escape))
  }

  @Test func `files have no colours`() throws {
    let workspace = try Workspace()
    try Program.run(["check", "relu", "--color", "always", "--write", "text=a.txt"], in: workspace.root)
    #expect(try !workspace.text("a.txt").contains(Self.escape))
  }

  @Test func `quiet says nothing where all holds, verbose says more`() throws {
    let usual = try Program.run(["check", "dense", "relu"])
    let quiet = try Program.run(["check", "dense", "relu", "--quiet"])
    let verbose = try Program.run(["check", "dense", "relu", "--verbose"])
    #expect(quiet.output.isEmpty && quiet.errors.isEmpty && quiet.code == 0)
    #expect(verbose.output.count > usual.output.count && usual.output.count > 0)
  }

  /// What a program writes to a terminal, read at its other end (Linux' own calls: TIOCSPTLCK and TIOCGPTN).
  private func onTerminal(_ arguments: [String]) throws -> (errors: String, output: String) {
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (unlocked, number): (CInt, CInt) = (0, 0)
    try #require(master >= 0 && ioctl(master, 0x4004_5431, &unlocked) == 0 && ioctl(master, 0x8004_5430, &number) == 0)
    let name = "/dev/pts/\(number)"
    let slave = try #require(FileHandle(forUpdatingAtPath: name))
    let running = try Running(arguments, errors: slave)
    let outcome = try running.wait()
    // Read before the last handle of the terminal is closed: then what is left would be lost.
    var read = Data()
    var buffer = [UInt8](repeating: 0, count: 65_536)
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
    while case let count = Glibc.read(master, &buffer, buffer.count), count > 0 { read += buffer[..<count] }
    try slave.close()
    close(master)
    return (String(decoding: read, as: UTF8.self), outcome.output)
  }

  @Test(arguments: [10, 30, 40, 80, 200], [nil, 12])
  func `a line of progress is shorter than the terminal is wide`(columns: Int, left: Int?) {
    for share in [0, 0.5, 1] {
      let line = ProgressLine.text(
        "evaluation of a name that is long indeed", share: share, secondsLeft: left, columns: columns)
      #expect(line.count < columns && line.contains(share > 0 ? "█" : "░"))
    }
    let wide = ProgressLine.text("training", share: 0.5, secondsLeft: 3, columns: 80)
    #expect(wide == String(repeating: "█", count: 12) + String(repeating: "░", count: 12) + " 50 %  training  3 s left")
  }

  @Test func `progress is shown on a terminal alone, and taken away again`() throws {
    let arguments = ["train", "--color", "never"]
    let (errors, output) = try onTerminal(arguments)
    #expect(errors.contains("training") && errors.contains("%"))
    #expect(errors.hasSuffix("\r\u{1B}[K"))
    #expect(try Program.run(arguments).errors.isEmpty)
    #expect(try Program.run(arguments).output == output)
    #expect(try onTerminal(arguments + ["--quiet"]).errors.isEmpty)
  }
}
