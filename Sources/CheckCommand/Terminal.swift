import Foundation

/// What is known of the terminal: whether there is one, and whether colours are wanted.
public struct Terminal: Sendable {
  /// Whether standard output is a terminal.
  public let showsOutput: Bool
  /// Whether standard error is a terminal.
  public let showsErrors: Bool
  /// Whether words on standard output are coloured.
  public let usesColor: Bool

  /// Looks at the process' terminal and at `NO_COLOR`.
  public init(color: TerminalArguments.ColorChoice = .auto) {
    showsOutput = isatty(STDOUT_FILENO) == 1
    showsErrors = isatty(STDERR_FILENO) == 1
    let refused = !(ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
    usesColor =
      switch color {
      case .always: true
      case .never: false
      case .auto: showsOutput && !refused
      }
  }
}

/// A line on standard error that says how far the work is; nothing where there is no terminal.
public final class ProgressLine: @unchecked Sendable {
  private let isShown: Bool
  private let lock = NSLock()
  private var lastDrawn = 0.0
  private var isDrawn = false
  private let start = ProcessInfo.processInfo.systemUptime

  /// Makes a line that is shown only on a terminal.
  public init(isShown: Bool) { self.isShown = isShown }

  /// Shows how much of the work is done (0…1), at most ten times a second.
  public func update(_ what: String, done: Double) {
    guard isShown else { return }
    lock.lock()
    defer { lock.unlock() }
    let now = ProcessInfo.processInfo.systemUptime
    guard now - lastDrawn > 0.1 else { return }
    lastDrawn = now
    isDrawn = true
    let share = min(max(done, 0), 1)
    let elapsed = now - start
    let left = share > 0.02 && elapsed > 1 ? Int((elapsed / share - elapsed).rounded()) : nil
    write("\r\u{1B}[K" + Self.text(what, share: share, secondsLeft: left, columns: Self.columns()))
  }

  /// What fits on one line: a line that is longer wraps, and could not be taken away again.
  static func text(_ what: String, share: Double, secondsLeft: Int?, columns: Int) -> String {
    let length = min(24, max(columns - 30, 4))
    let filled = Int((share * Double(length)).rounded())
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: length - filled)
    let left = secondsLeft.map { "  \($0) s left" } ?? ""
    let line = "\(bar) \(Int(share * 100)) %  \(what.prefix(40))"
    return String((line.count + left.count < columns ? line + left : line).prefix(max(columns - 1, 0)))
  }

  /// How wide the terminal of standard error is; 80 where it does not say.
  private static func columns() -> Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Removes the line.
  public func finish() {
    lock.lock()
    defer { lock.unlock() }
    if isDrawn { write("\r\u{1B}[K") }
    isDrawn = false
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
