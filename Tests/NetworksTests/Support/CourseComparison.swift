/// How a computed number differs from what a case expects.
enum CourseComparison {
  /// What is wrong, in words; empty where all numbers agree.
  static func faults(_ found: [String: [Double]], _ course: CourseCase) -> [String] {
    found.flatMap { key, numbers -> [String] in
      guard let expected = course.expected[key]?.numbers else { return ["\(key): not in the case"] }
      guard expected.count == numbers.count else { return ["\(key): \(numbers.count) numbers, not \(expected.count)"] }
      var faults: [String] = []
      for (place, (number, wanted)) in zip(numbers, expected).enumerated()
      where !agrees(number, wanted, course.tolerance) {
        faults.append("\(key)[\(place)]: \(number), not \(wanted)")
      }
      guard course.published_differs != true, let published = course.published[key]?.numbers,
        let half = course.tolerance.published_abs?[key], published.count == numbers.count
      else { return faults }
      // Half a unit of the last printed digit, and what binary64 adds to it.
      for (place, (number, printed)) in zip(numbers, published).enumerated()
      where number.isFinite && printed.isFinite && abs(number - printed) > half * (1 + 1e-9) {
        faults.append("\(key)[\(place)]: \(number), printed \(printed)")
      }
      return faults
    }
  }

  private static func agrees(_ number: Double, _ wanted: Double, _ tolerance: CourseCase.Tolerance) -> Bool {
    if number == wanted || (number.isNaN && wanted.isNaN) { return true }
    let distance = abs(number - wanted)
    return distance <= tolerance.expected_abs || distance <= tolerance.expected_rel * abs(wanted)
  }
}
