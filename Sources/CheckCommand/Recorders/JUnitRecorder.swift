import Foundation
import GradientChecking
import Records

/// JUnit XML in the form that the Jenkins xunit schema, GitLab and the GitHub reporters all take.
struct JUnitRecorder: Recorder {
  func record(_ result: CheckResult) -> String {
    var output = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    let suites = result.subjects.map { ($0, Outcome.all(of: result.only($0))) }
    let failures = suites.reduce(0) { $0 + count(.failed, $1.1) }
    let errors = suites.reduce(0) { $0 + count(.error, $1.1) }
    let tests = suites.reduce(0) { $0 + $1.1.count }
    let time = MachineNumber.seconds(result.seconds)
    guard tests > 0 else {
      return output + """
        <testsuites name="gradus" tests="1" failures="0" errors="0" time="\(time)">
          <testsuite name="gradus" tests="1" failures="0" errors="0" skipped="1" time="\(time)" timestamp="\(timestamp)" id="0" package="gradus">
            <testcase name="nothing" classname="gradus" time="0.000">
              <skipped type="NothingChecked" message="nothing was checked"/>
            </testcase>
          </testsuite>
        </testsuites>

        """
    }
    output +=
      "<testsuites name=\"gradus\" tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\" time=\"\(time)\">\n"
    var used: Set<String> = []
    for (id, (subject, outcomes)) in suites.enumerated() {
      output += suite(subject, outcomes, id: id, result: result, used: &used)
    }
    return output + "</testsuites>\n"
  }

  private func suite(
    _ subject: SubjectResult, _ outcomes: [Outcome], id: Int, result: CheckResult, used: inout Set<String>
  ) -> String {
    let time = MachineNumber.seconds(subject.seconds)
    var output =
      "  <testsuite name=\"\(attribute(subject.name))\" tests=\"\(outcomes.count)\""
      + " failures=\"\(count(.failed, outcomes))\" errors=\"\(count(.error, outcomes))\""
      + " skipped=\"\(count(.skipped, outcomes))\" time=\"\(time)\" timestamp=\"\(timestamp)\" id=\"\(id)\""
      + " package=\"gradus\">\n"
    output += "    <properties>\n"
    output += "      <property name=\"seed\" value=\"\(result.seed)\"/>\n"
    output += "      <property name=\"tolerance\" value=\"\(MachineNumber.text(result.tolerance) ?? "")\"/>\n"
    output += "      <property name=\"status\" value=\"\(subject.status.rawValue)\"/>\n    </properties>\n"
    for (place, outcome) in outcomes.enumerated() {
      let caseTime = MachineNumber.seconds(subject.seconds / Double(outcomes.count))
      let group = attribute(subject.name)
      var name = attribute(outcome.array?.name ?? "whole")
      // As they are written: two names may differ in nothing that XML can hold.
      if !used.insert(group + "\0" + name).inserted {
        name += " (\(id).\(place))"
        used.insert(group + "\0" + name)
      }
      output += "    <testcase name=\"\(name)\" classname=\"\(group)\" time=\"\(caseTime)\""
      output += body(of: outcome)
    }
    let passed = count(.passed, outcomes)
    return output
      + "    <system-out>\(outcomes.count) arrays: \(passed) passed, \(outcomes.count - passed) not</system-out>\n"
      + "  </testsuite>\n"
  }

  private func body(of outcome: Outcome) -> String {
    let type = (outcome.array?.status ?? outcome.subject.status).typeName
    let message = attribute(VisibleText.line(outcome.message, limit: 200))
    switch outcome.kind {
    case .passed: return "/>\n"
    case .skipped:
      return ">\n      <skipped type=\"\(type)\" message=\"\(message)\"/>\n    </testcase>\n"
    case .failed, .error:
      let tag = outcome.kind == .failed ? "failure" : "error"
      let width = outcome.details.map(\.label.count).max() ?? 0
      let lines = outcome.details.map { detail in
        detail.label + String(repeating: " ", count: width - detail.label.count + 2) + detail.value
      }
      let text = XMLText.text(([outcome.message] + lines).joined(separator: "\n").nfc)
      return ">\n      <\(tag) type=\"\(type)\" message=\"\(message)\">\(text)</\(tag)>\n    </testcase>\n"
    }
  }

  private func attribute(_ text: String) -> String {
    let safe = XMLText.attribute(text.nfc)
    return safe.allSatisfy(\.isWhitespace) ? "(no name)" : safe
  }

  private func count(_ kind: Outcome.Kind, _ outcomes: [Outcome]) -> Int {
    outcomes.reduce(0) { $0 + ($1.kind == kind ? 1 : 0) }
  }

  /// The time of the run in UTC; `SOURCE_DATE_EPOCH` settles it for runs that must be the same bytes.
  private var timestamp: String {
    let epoch = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"].flatMap(Double.init)
    let date = epoch.map(Date.init(timeIntervalSince1970:)) ?? Date()
    return String(date.formatted(.iso8601).prefix(19))
  }
}

extension CheckResult {
  /// The same run with one subject.
  func only(_ subject: SubjectResult) -> CheckResult {
    var copy = self
    copy.subjects = [subject]
    return copy
  }
}
