/// Slopes by complex steps or dual numbers instead of differences: exact to rounding, for subjects that run on such
/// numbers.
struct ExactMethod {
  let rule: ExactDerivative.Rule

  /// Roundings that a short function may gather, in units of the slope's own.
  private static let roundings = 16.0

  func check(_ places: [ElementPlace], engine: inout ElementEngine) throws(SubjectError) -> [ElementResult] {
    guard !places.isEmpty else { return [] }
    guard let slopes = try engine.sampler.exact(places, rule) else {
      throw SubjectError(
        type: "method",
        message: "the method '\(rule.rawValue)' needs a function that runs on any scalar, this one runs in double only")
    }
    return zip(places, slopes).map { place, slope in
      var result = engine.judge.blank(place)
      result.numeric = slope
      (result.left, result.right) = (slope, slope)
      result.step = rule == .complex ? ExactDerivative.complexStep : 0
      guard slope.isFinite else {
        result.status = .nonfinite
        return result
      }
      result.uncertainty = Self.roundings * engine.precision.epsilon * abs(slope)
      let largest = max(abs(place.claimed), abs(slope))
      if abs(place.claimed - slope) > max(engine.judge.tolerance * largest, result.uncertainty) {
        result.status = .mismatch
      }
      result.isVacuous = largest == 0
      return result
    }
  }
}
