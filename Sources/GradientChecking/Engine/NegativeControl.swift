/// A checker that computes nothing must not be green: each run spoils one known-good element and must see it
/// fail.
enum NegativeControl {
  static func run(
    _ result: SubjectResult, subject: any Subject, session: any SubjectSession, precision: Precision,
    tolerance: Double, value: Double, noise: Double
  ) throws(SubjectError) {
    for (index, array) in result.arrays.enumerated() {
      let sharp = array.elements.first {
        $0.status == .match && $0.analytic != 0 && $0.numeric != 0 && 1000 * $0.uncertainty < 0.1 * abs($0.numeric)
          && !$0.isZeroOnOwnScale
      }
      guard let element = sharp else { continue }
      let own = subject.arrays[index]
      let scale = own.values.largestMagnitude
      let spoilt = element.analytic * (1 + max(0.01, 100 * tolerance))
      let place = ElementPlace(
        array: index, offset: element.offset, values: own.values, largest: scale, claimed: spoilt)
      var engine = ElementEngine(
        session: session, precision: precision, tolerance: tolerance, value: value, noise: noise, method: .automatic)
      let seen = try engine.climb(place).status
      guard seen != .match else {
        throw SubjectError(
          type: "negative-control",
          message: "a spoilt gradient of \(own.name) was not noticed: the result cannot be trusted")
      }
      return
    }
  }
}
