/// The last look at a subject's elements together: which undecided slopes are zero on the subject's own scale.
///
/// A bias before batch normalisation has the true slope 0 and a claimed one of 1e-17. No relative error means
/// anything there; but where 0 or the claim lies within the measurement, and claim and measurement are both below a small
/// share of the subject's largest slope (each times the size of its element), the element is a match.
struct Settlement {
  /// The share of the largest slope below which a slope counts as zero: what sums that cancel leave over in the
  /// precision of the claim.
  static func share(_ claim: ScalarKind) -> Double { claim == .double ? 1e-9 : 1e-5 }

  static func settle(_ elements: inout [ElementResults], arrays: [SubjectArray], claim: ScalarKind) {
    let isOpen = elements.contains { $0.contains([.inconclusive, .mismatch]) }
    guard isOpen else { return }
    let scales = arrays.map(Self.scale)
    let share = Self.share(claim)
    var largest = 0.0
    for (index, own) in elements.enumerated() {
      for element in own where element.status == .match || element.status == .mismatch {
        let slope = abs(element.numeric) * size(element, arrays[index], scales[index])
        if slope.isFinite { largest = max(largest, slope) }
      }
    }
    guard largest > 0 else { return }
    for index in elements.indices {
      for place in elements[index].indices {
        let element = elements[index][place]
        guard element.status == .inconclusive || element.status == .mismatch, element.numeric.isFinite,
          element.reason != .outsideSubgradient
        else { continue }
        let s = size(element, arrays[index], scales[index])
        let isAroundZero = abs(element.numeric) <= 3 * element.uncertainty
        let isSmall =
          abs(element.analytic) * s <= share * largest
          && (abs(element.numeric) + element.uncertainty) * s <= share * largest
        // In single precision a claim that is a sum of many larger terms keeps few digits of its own.
        // Or none, where the slope is too small for it.
        let isRounding =
          claim == .float
          && (element.reason != .flat && abs(element.analytic - element.numeric) * s <= share * largest
            || abs(element.numeric) < Double(Float.leastNormalMagnitude))
        // Measured well enough to see that it agrees, not well enough to be certain of its digits.
        let isConsistent =
          element.status == .inconclusive
          && abs(element.analytic - element.numeric) <= 3 * element.uncertainty
        if ((isAroundZero || isConsistent) && isSmall) || isRounding {
          elements[index][place].status = .match
          elements[index][place].reason = .zero
        }
      }
    }
  }

  private static func scale(_ array: SubjectArray) -> Double { array.values.largestMagnitude }

  private static func size(_ element: ElementResult, _ array: SubjectArray, _ scale: Double) -> Double {
    let own = element.offset < array.values.count ? abs(array.values[element.offset]) : 0
    return own > 0 ? own : scale > 0 ? scale : 1
  }
}
