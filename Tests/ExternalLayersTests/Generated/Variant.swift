import GradientChecking

/// One way in which somebody may have written a layer: its code, how it is checked, and what must be found.
struct Variant: Sendable {
  /// The name in results and messages: operation, style, planted bug.
  var name: String
  /// Python, with names that no other variant of the file uses.
  var code: String
  /// The subject's keys but for `name` and `python`, in YAML's flow style.
  var keys: String
  /// The arrays for which a gradient must be found.
  var arrays: Set<String>
  /// What is wrong; nothing where the variant is right.
  var fault: Fault?
  /// A warning that must be there.
  var warning: DiagnosisCode?
}

/// What is wrong with a variant.
struct Fault: Sendable {
  /// The arrays that must fail; all others must pass.
  var arrays: Set<String>
  /// The causes, any of which is right.
  var causes: Set<DiagnosisCode>
}

/// A mistake as it is planted: a piece of the code is replaced.
struct Bug: Sendable {
  var name: String
  var find: String
  var replacement: String
  /// The arguments whose gradients are wrong.
  var wrong: [String]
  var causes: Set<DiagnosisCode>

  init(_ name: String, _ find: String, _ replacement: String, wrong: [String], _ causes: DiagnosisCode...) {
    self.name = name
    self.find = find
    self.replacement = replacement
    self.wrong = wrong
    self.causes = Set(causes)
  }

  func planted(in lines: [String]) -> [String] { lines.map { $0.replacing(find, with: replacement) } }
}
