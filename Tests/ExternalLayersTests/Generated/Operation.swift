/// A layer's mathematics in Python with its names left open: `$x` is the argument x, `$dx` its gradient, `$out` the
/// output and `$dout` the gradient that arrives. The lines use `np` and nothing else.
struct Operation: Sendable {
  struct Argument: Sendable {
    let name: String
    /// Its input in YAML.
    let input: String
    var isParameter = false
    /// Whether it has a gradient: labels, indices and settings have none.
    var hasGradient = true
  }

  var name: String
  var arguments: [Argument]
  /// Lines that set `$out`.
  var forward: [String]
  /// Lines that set `$dx` and so on.
  var backward: [String]
  /// Names of the forward lines that the backward lines use.
  var saved: [String] = []
  var bugs: [Bug] = []

  /// The operation with a mistake in it.
  func planted(_ bug: Bug?) -> Operation {
    guard let bug else { return self }
    var own = self
    own.forward = bug.planted(in: forward)
    own.backward = bug.planted(in: backward)
    return own
  }

  var gradients: [Argument] { arguments.filter(\.hasGradient) }
}

/// How names are written.
struct Naming: Sendable {
  var name: String
  var rename: [String: String] = [:]
  /// `d` is replaced by a prefix, a suffix, or both.
  var prefix = "d"
  var suffix = ""
  var upstream = "dout"
  var out = "out"

  func argument(_ name: String) -> String { rename[name] ?? name }
  func gradient(_ name: String) -> String { prefix + argument(name) + suffix }

  /// The lines with this style's names.
  func text(_ lines: [String], of operation: Operation) -> [String] {
    var names = ["out": out, "dout": upstream]
    for argument in operation.arguments {
      names[argument.name] = self.argument(argument.name)
      names["d" + argument.name] = gradient(argument.name)
    }
    return lines.map { line in
      line.replacing(/\$([A-Za-z]+)/) { match in names[String(match.output.1)] ?? String(match.output.1) }
    }
  }

  static let all = [
    Naming(name: "course"),
    Naming(
      name: "capitals", rename: ["x": "X", "w": "W"], upstream: "dZ", out: "Z"),
    Naming(
      name: "words", rename: ["x": "inputs", "w": "weights", "b": "bias"], prefix: "grad_", upstream: "grad_output",
      out: "output"),
    Naming(name: "suffixes", rename: ["w": "W"], prefix: "", suffix: "_grad", upstream: "out_grad", out: "y"),
    Naming(name: "losses", rename: ["x": "A", "w": "W"], prefix: "dL_d", upstream: "dL_dout", out: "z"),
    Naming(name: "underscores", rename: ["x": "z"], prefix: "d_", upstream: "next_d", out: "h"),
  ]
}

extension Array where Element == String {
  /// Lines of a Python block, set in.
  func indented(_ depth: Int = 1) -> [String] { map { String(repeating: "    ", count: depth) + $0 } }
}
