/// The slope of one element measured with ever smaller steps: what a V-curve is drawn from.
///
/// A right claim gives a V: truncation falls with the step (h²) until rounding rises (1/h). A wrong one gives a
/// floor at its error.
public struct StepCurve: Sendable, Equatable {
  /// One step.
  public struct Point: Sendable, Equatable {
    /// h.
    public let step: Double
    /// The central slope at that step.
    public let slope: Double

    /// Collects the values.
    public init(step: Double, slope: Double) {
      self.step = step
      self.slope = slope
    }
  }

  /// The element's place in its array, row-major.
  public let offset: Int
  /// The steps, largest first.
  public let points: [Point]
  /// The step that the verdict was reached with.
  public let chosenStep: Double

  /// Collects the values.
  public init(offset: Int, points: [Point], chosenStep: Double) {
    self.offset = offset
    self.points = points
    self.chosenStep = chosenStep
  }
}

extension ElementEngine {
  /// The curve of one element.
  mutating func curve(_ place: ElementPlace) throws(SubjectError) -> StepCurve {
    let (finding, rungs) = try examine(place)
    return StepCurve(
      offset: place.offset,
      points: rungs.filter(\.isFinite).map { StepCurve.Point(step: $0.step, slope: $0.central) },
      chosenStep: finding.step)
  }
}
