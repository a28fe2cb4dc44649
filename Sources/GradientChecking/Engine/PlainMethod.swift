/// A single rule instead of the engine: for comparison and teaching.
///
/// Its uncertainty is the difference to the same rule at half the step; a match needs agreement within the
/// tolerance or that uncertainty.
struct PlainMethod {
  let scheme: DifferenceScheme

  func check(_ places: [ElementPlace], engine: inout ElementEngine) throws(SubjectError) -> [ElementResult] {
    let base = scheme.relativeStep(epsilon: engine.precision.epsilon)
    let requests = places.map { place in
      (place, scheme.multiples.flatMap { [base * place.scale * $0, base * place.scale * $0 / 2] })
    }
    let rungs = try engine.sampler.rungs(requests)
    return zip(places, rungs).map { place, own in
      var result = engine.judge.blank(place)
      let wide = own.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
      let narrow = own.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
      guard wide.count == scheme.multiples.count, narrow.count == wide.count, own.allSatisfy(\.isFinite) else {
        result.status = .nonfinite
        result.numeric = .nan
        return result
      }
      let (coarse, fine) = (scheme.slope(wide), scheme.slope(narrow))
      let level = max(engine.triage.noise, narrow[0].noise ?? 0)
      result.numeric = fine
      result.uncertainty = abs(coarse - fine) + 2 * level / narrow[0].half
      result.step = narrow[0].step
      (result.left, result.right) = (narrow[0].left, narrow[0].right)
      let largest = max(abs(place.claimed), abs(fine))
      let bound = max(engine.judge.tolerance * largest, result.uncertainty)
      if abs(place.claimed - fine) > bound {
        result.status = .mismatch
      } else if largest > 0, result.uncertainty > engine.precision.certainty * largest {
        result.status = .inconclusive
        result.reason = .belowResolution
      } else if largest == 0 {
        result.isVacuous = own.allSatisfy { $0.up == 0 && $0.down == 0 }
      }
      return result
    }
  }
}
