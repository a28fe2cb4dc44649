import GradientChecking
import Records

/// What most formats report: one array of one subject, or a subject that could not be run.
struct Outcome {
  /// The four outcomes that test reports know.
  enum Kind: String { case passed, failed, error, skipped }

  let kind: Kind
  let subject: SubjectResult
  /// The array; `nil` where the subject as a whole is meant.
  let array: ArrayResult?
  /// One line that says what is the matter; what was checked, for one that passed.
  let message: String
  /// Lines with the evidence.
  let details: [(label: String, value: String)]

  /// `subject array`, or the subject's name.
  var name: String { array.map { "\(subject.name) \($0.name)" } ?? subject.name }

  /// The outcomes of a run in its order.
  static func all(of result: CheckResult) -> [Outcome] {
    result.subjects.flatMap(Self.outcomes)
  }

  private static func outcomes(of subject: SubjectResult) -> [Outcome] {
    if let error = subject.error {
      return [
        Outcome(
          kind: .error, subject: subject, array: nil, message: error.message,
          details: [("subject", subject.name), ("error", error.type)] + place(error.file, error.line))
      ]
    }
    var outcomes = subject.arrays.map { outcome(of: $0, in: subject) }
    let isTold = subject.arrays.contains { $0.verdict == subject.verdict }
    if outcomes.isEmpty || (subject.verdict != .pass && !isTold) {
      // The subject fails or is undecided for a reason of its own (a jump in its value, state).
      outcomes.append(
        Outcome(
          kind: kind(of: subject.verdict, status: subject.status), subject: subject, array: nil,
          message: subject.message,
          details: [("subject", subject.name), ("status", subject.status.rawValue)] + place(of: subject)))
    }
    return outcomes
  }

  private static func outcome(of array: ArrayResult, in subject: SubjectResult) -> Outcome {
    let tolerance = MachineNumber.short(array.maxRelativeError, digits: 3)
    let message: String
    switch array.verdict {
    case .pass:
      message = "\(array.checked) of \(array.elementCount) elements agree, relative error at most \(tolerance)"
    default:
      message = array.diagnosis.first?.message ?? array.worst?.reason?.rawValue ?? subject.message
    }
    var details: [(label: String, value: String)] = [
      ("array", array.name + (array.worst.map { Self.index($0, array) } ?? ""))
    ]
    if let worst = array.worst {
      details += [
        ("claimed", MachineNumber.short(worst.analytic, digits: 9)),
        (
          "measured",
          MachineNumber.short(worst.numeric, digits: 9) + " ± "
            + MachineNumber.short(worst.uncertainty, digits: 2)
        ),
        ("rel. error", MachineNumber.short(worst.relativeError, digits: 3)),
      ]
    }
    details += [("elements", counts(array))]
    details += array.diagnosis.map { ("cause", "\($0.code.rawValue): \($0.message)") }
    return Outcome(
      kind: kind(of: array.verdict, status: array.status), subject: subject, array: array, message: message,
      details: details + place(of: subject))
  }

  /// The index of an element in brackets, as `[3, 1]`.
  static func index(_ element: ElementResult, _ array: ArrayResult) -> String {
    "[" + indices(element, array).map(String.init).joined(separator: ", ") + "]"
  }

  /// The index of an element along each axis.
  static func indices(_ element: ElementResult, _ array: ArrayResult) -> [Int] { indices(element.offset, in: array) }

  /// The index of a row-major place along each axis.
  static func indices(_ offset: Int, in array: ArrayResult) -> [Int] {
    var rest = offset
    var index = [Int](repeating: 0, count: array.shape.count)
    for axis in array.shape.indices.reversed() where array.shape[axis] > 0 {
      index[axis] = rest % array.shape[axis]
      rest /= array.shape[axis]
    }
    return index
  }

  /// The counts of an array that are not zero, in words.
  static func counts(_ array: ArrayResult) -> String {
    let all = [
      (array.counts.match, "match"), (array.counts.mismatch, "mismatch"), (array.counts.kink, "kink"),
      (array.counts.notDifferentiable, "not differentiable"), (array.counts.nonfinite, "not finite"),
      (array.counts.inconclusive, "inconclusive"), (array.counts.vacuous, "vacuous"),
    ]
    let told = all.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return told.isEmpty ? "none checked" : told.joined(separator: ", ")
  }

  private static func kind(of verdict: Verdict, status: CheckStatus) -> Kind {
    switch verdict {
    case .pass: .passed
    case .fail: status == .nonfinite ? .error : .failed
    case .error: .error
    case .inconclusive: .skipped
    }
  }

  private static func place(of subject: SubjectResult) -> [(label: String, value: String)] {
    place(subject.location?.file, subject.location?.line)
  }

  private static func place(_ file: String?, _ line: Int?) -> [(label: String, value: String)] {
    guard let file = SourcePath.relative(file) else { return [] }
    return [("at", line.map { "\(file):\($0)" } ?? file)]
  }
}

extension CheckStatus {
  /// The name of a kind of failure in JUnit and SARIF.
  var typeName: String {
    switch self {
    case .match: "Match"
    case .kink: "Kink"
    case .inconclusive: "Inconclusive"
    case .notDifferentiable: "NotDifferentiable"
    case .mismatch: "GradientMismatch"
    case .nonfinite: "NonFiniteGradient"
    case .nondeterministic: "Nondeterministic"
    case .error: "CannotRun"
    }
  }
}
