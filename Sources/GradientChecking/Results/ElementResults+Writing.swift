extension ElementResults {
  /// The numbers of elements where they are written.
  struct Columns {
    /// The measured slopes.
    let numeric: UnsafeMutablePointer<Double>
    /// Their uncertainties.
    let uncertainty: UnsafeMutablePointer<Double>
    let exponents: UnsafeMutablePointer<Int16>
    let marks: UnsafeMutablePointer<Mark>

    /// Notes what was measured of an element that matches.
    @inline(__always)
    func match(_ place: Int, _ measured: Triage.Measurement, isVacuous: Bool) {
      numeric[place] = isVacuous ? 0 : measured.numeric
      uncertainty[place] = measured.uncertainty
      exponents[place] = measured.step.exponentOfPower
      marks[place] = Mark(.match, isVacuous: isVacuous)
    }
  }

  /// Writes to many elements; not more than what is plain.
  mutating func withColumns<Answer, Failure: Error>(
    _ body: (Columns) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    let count = count
    return try numbers.withUnsafeMutableBufferPointer { numbers throws(Failure) in
      try exponents.withUnsafeMutableBufferPointer { exponents throws(Failure) in
        try marks.withUnsafeMutableBufferPointer { marks throws(Failure) in
          guard let numbers = numbers.baseAddress, let exponents = exponents.baseAddress, let marks = marks.baseAddress
          else { preconditionFailure("arrays have an address") }
          return try body(
            Columns(numeric: numbers, uncertainty: numbers + count, exponents: exponents, marks: marks))
        }
      }
    }
  }

  /// Copies these results to places of a larger collection; what is rare is returned, to be written by and by.
  ///
  /// Several threads may write at once, as long as no two write to one place.
  func write(to target: Columns, at places: ChunkPlaces) -> [(place: Int, result: ElementResult)] {
    let count = count
    numbers.withUnsafeBufferPointer { numbers in
      places.forEachByRow { target.numeric[$1] = numbers[$0] }
      places.forEachByRow { target.uncertainty[$1] = numbers[count + $0] }
    }
    exponents.withUnsafeBufferPointer { exponents in places.forEachByRow { target.exponents[$1] = exponents[$0] } }
    marks.withUnsafeBufferPointer { marks in places.forEachByRow { target.marks[$1] = marks[$0] } }
    return rare.keys.sorted().map { (places.places[$0], self[$0]) }
  }
}
