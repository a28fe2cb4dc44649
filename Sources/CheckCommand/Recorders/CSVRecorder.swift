import GradientChecking
import Records

/// One record an array.
struct CSVRecorder: Recorder {
  func record(_ result: CheckResult) -> String {
    var csv = CSVText(header: [
      "subject", "array", "role", "shape", "elements", "checked", "status", "verdict", "index", "analytic",
      "analytic_status", "numeric", "numeric_status", "uncertainty", "uncertainty_status", "relative_error",
      "relative_error_status", "diagnosis", "message",
    ])
    for outcome in Outcome.all(of: result) {
      let array = outcome.array
      var fields: [CSVText.Field] = [
        .text(outcome.subject.name.nfc), array.map { .text($0.name.nfc) } ?? .empty,
        array.map { .text($0.role.rawValue) } ?? .empty,
        array.map { .text("[" + $0.shape.map(String.init).joined(separator: ", ") + "]") } ?? .empty,
        array.map { .integer($0.elementCount) } ?? .empty, array.map { .integer($0.checked) } ?? .empty,
        .text((array?.status ?? outcome.subject.status).rawValue),
        .text((array?.verdict ?? outcome.subject.verdict).rawValue),
      ]
      if let array, let worst = array.worst {
        fields.append(.text(Outcome.index(worst, array)))
        for number in [worst.analytic, worst.numeric, worst.uncertainty, worst.relativeError] {
          fields += [.number(number), .text(MachineNumber.status(of: number))]
        }
      } else {
        fields.append(.empty)
        for _ in 0..<4 { fields += [.empty, .text("not_computed")] }
      }
      fields.append(array?.diagnosis.first.map { .text($0.code.rawValue) } ?? .empty)
      fields.append(.text(VisibleText.line(outcome.message).nfc))
      csv.add(fields)
    }
    return csv.text
  }
}
