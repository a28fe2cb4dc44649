import Records

/// One line of the results, in the form that scripts for other tools print too: `workload`, `peer`, `seconds`
/// (median), `repetitions`, `details`, `versions`.
struct Row {
  /// The work (`w1a`).
  let workload: String
  /// Who did it.
  let peer: String
  /// The times.
  let measurement: Measurement
  /// What else is to be said: sizes, the loss that shows that the work was the same, errors.
  var details: [(key: String, value: JSONValue)] = []

  /// The line as JSON.
  func json(version: String) -> String {
    JSONValue.object { line in
      line.add("workload", text: workload)
      line.add("peer", text: peer)
      line.add("seconds", number: measurement.median)
      line.add("repetitions", integer: measurement.times.count)
      line.add(
        "details",
        .object {
          $0.add("min", number: measurement.times.min())
          $0.add("max", number: measurement.times.max())
          $0.add("processor_seconds", number: measurement.processorMedian)
          for (key, value) in details { $0.add(key, value) }
        })
      line.add("versions", .object { $0.add("gradus", text: version) })
    }.compactText
  }

  /// The size of the work, its least processor time in milliseconds (what grows is read off the quietest moments), and
  /// the time that it would have in proportion to `largest`, the row of the largest size.
  func csv(largest: Row) -> String {
    let times = [self, largest].map { 1e3 * ($0.measurement.processorTimes.min() ?? .nan) }
    let share = (Double(peer) ?? .nan) / (Double(largest.peer) ?? .nan)
    return ([peer] + [times[0], times[1] * share].map { MachineNumber.short($0, digits: 4) }).joined(separator: ",")
  }

  /// The line of a table for people.
  var text: String {
    let columns = [
      Self.padded(workload, 7), Self.padded(peer, 22), Self.aligned(Self.duration(measurement.median), 10),
      Self.aligned(Self.duration(measurement.times.min() ?? 0), 10),
      Self.aligned(Self.duration(measurement.times.max() ?? 0), 10),
      Self.aligned(String(measurement.times.count), 5),
    ]
    let about = details.map { "\($0.key) \($0.value.compactText)" }.joined(separator: ", ")
    return columns.joined(separator: " ") + "  " + about
  }

  /// The head of the table.
  static let head =
    [padded("work", 7), padded("who", 22)].joined(separator: " ")
    + ["median", "min", "max"].map { " " + aligned($0, 10) }.joined() + " " + aligned("n", 5) + "  about"

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func aligned(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// A time with a unit that suits it, three digits.
  private static func duration(_ seconds: Double) -> String {
    let (value, unit) =
      seconds < 1e-3 ? (seconds * 1e6, "µs") : seconds < 1 ? (seconds * 1e3, "ms") : (seconds, "s")
    return "\(MachineNumber.short(value, digits: 3)) \(unit)"
  }
}
