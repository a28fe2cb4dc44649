/// How a computed number differs from what a case expects.
enum CourseComparison {
  /// What is wrong, in words; empty where all numbers agree.
  static func faults(_ found: [String: [Double]], _ course: CourseCase) -> [String] {
    found.flatMap { key, numbers -> [String] in
      guard let expected = course.expected.value(key)?.numbers else { return ["\(key): not in the case"] }
      guard expected.count == numbers.count else {
        return ["\(key): \(numbers.count) numbers, not \(expected.count)"]
      }
      var faults: [String] = []
      for (place, (number, wanted)) in zip(numbers, expected).enumerated()
      where !agrees(number, wanted, course.tolerance) {
        faults.append("\(key)[\(place)]: \(number), not \(wanted)")
      }
      guard course.publishedDiffers != true, let published = course.published.value(key)?.numbers,
        let half = course.tolerance.publishedAbs?[key], published.count == numbers.count
      else { return faults }
      // Half a unit of the last printed digit, and what the order of operations may change in binary64.
      for (place, (number, printed)) in zip(numbers, published).enumerated()
      where number.isFinite && printed.isFinite {
        let rounding = max(course.tolerance.expectedAbs, course.tolerance.expectedRel * abs(printed))
        if abs(number - printed) > half + rounding {
          faults.append("\(key)[\(place)]: \(number), printed \(printed)")
        }
      }
      return faults
    }
  }

  private static func agrees(_ number: Double, _ wanted: Double, _ tolerance: CourseCase.Tolerance) -> Bool {
    if number == wanted || (number.isNaN && wanted.isNaN) { return true }
    let distance = abs(number - wanted)
    return distance <= tolerance.expectedAbs || distance <= tolerance.expectedRel * abs(wanted)
  }
}

extension [String: CourseValue] {
  /// The value of a key, or of a key within a mapping: `grads.W1`.
  func value(_ key: String) -> CourseValue? {
    if let value = self[key] { return value }
    let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, case .mapping(let entries)? = self[parts[0]] else { return nil }
    return entries[parts[1]]
  }
}
