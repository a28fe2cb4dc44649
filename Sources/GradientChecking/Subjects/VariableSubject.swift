/// A subject that can be checked elsewhere: on a smaller batch, at rounder values, with other settings.
public protocol VariableSubject: Subject {
  /// Smaller or rounder cases of the same subject, the boldest first, each with what it changes, in words.
  func smaller() -> [(change: String, subject: any VariableSubject)]

  /// The same subject with settings moved that hide mistakes, each with the setting's name.
  func variants(seed: UInt64) -> [(setting: String, subject: any Subject)]
}

/// Rounds the values of an array, the roundest first: to whole numbers, halves, tenths.
public enum Rounding {
  /// What values are rounded to, with its name.
  public static let units: [(name: String, unit: Double)] = [
    ("whole numbers", 1), ("halves", 0.5), ("tenths", 0.1),
  ]

  /// The nearest multiples of a unit.
  public static func round(_ values: [Double], to unit: Double) -> [Double] {
    // Adding 0 makes a plain 0 of what was rounded up to −0: that is what a person would write into a test.
    unit < 0.5
      ? values.map { ($0 / unit).rounded() / (1 / unit).rounded() + 0 }
      : values.map { ($0 / unit).rounded() * unit + 0 }
  }
}

/// Looks for the smallest case that still fails with the same cause.
struct Shrinker {
  let checker: GradientChecker
  /// At most so many cases are tried.
  private let limit = 200

  init(options: CheckOptions) {
    var options = options
    options.shrink = false
    options.explore = false
    options.probe = false
    checker = GradientChecker(options: options)
  }

  /// `nil` where nothing smaller fails in the same way.
  func shrink(_ subject: any VariableSubject, like result: SubjectResult) -> SmallestCase? {
    var current = subject
    var steps: [String] = []
    var tried = 0
    var isStuck = false
    while !isStuck, tried < limit {
      isStuck = true
      for (change, candidate) in current.smaller() where tried < limit {
        tried += 1
        let found = checker.check(candidate)
        guard found.verdict == .fail, sharesCause(found, result) else { continue }
        current = candidate
        steps.append(change)
        isStuck = false
        break
      }
    }
    return steps.isEmpty ? nil : SmallestCase(arrays: current.arrays, steps: steps)
  }

  private func sharesCause(_ a: SubjectResult, _ b: SubjectResult) -> Bool {
    func causes(_ result: SubjectResult) -> Set<DiagnosisCode> {
      Set(result.arrays.filter { $0.verdict == .fail }.compactMap { $0.diagnosis.first?.code })
    }
    return !causes(a).isDisjoint(with: causes(b)) || (causes(a).isEmpty && causes(b).isEmpty)
  }
}
