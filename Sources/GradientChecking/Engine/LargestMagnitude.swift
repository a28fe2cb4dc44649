extension [Double] {
  /// The largest magnitude, which sets the scale of steps; 0 where there is none. What is not a number does not count.
  var largestMagnitude: Double {
    withUnsafeBufferPointer { numbers in
      // Four at a time: each comparison would else wait for the one before.
      var (first, second, third, fourth) = (0.0, 0.0, 0.0, 0.0)
      let whole = numbers.count / 4 * 4
      var place = 0
      while place < whole {
        first = Swift.max(first, abs(numbers[place]))
        second = Swift.max(second, abs(numbers[place + 1]))
        third = Swift.max(third, abs(numbers[place + 2]))
        fourth = Swift.max(fourth, abs(numbers[place + 3]))
        place += 4
      }
      let rest = numbers[whole...].reduce(0) { Swift.max($0, abs($1)) }
      return [first, second, third, fourth].reduce(rest) { Swift.max($0, $1) }
    }
  }
}
