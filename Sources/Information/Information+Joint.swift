import RealModule

extension Information {
  /// The entropy of two variables together, `H(X, Y) = −Σ p(x,y) log p(x,y)`, from their joint table.
  ///
  /// - Throws: `InformationError` where the table is no distribution or has rows of different lengths.
  public static func jointEntropy<T: Real>(
    joint: [[T]], unit: InformationUnit = .nats
  ) throws(InformationError) -> T {
    try Probabilities.check(table: joint)
    return try entropy(joint.flatMap { $0 }, unit: unit)
  }

  /// What one variable tells about the other, `I(X; Y) = Σ p(x,y) log (p(x,y) / p(x)p(y))`, from their joint
  /// table; 0 for independent variables.
  ///
  /// - Throws: `InformationError` where the table is no distribution or has rows of different lengths.
  public static func mutualInformation<T: Real>(
    joint: [[T]], unit: InformationUnit = .nats
  ) throws(InformationError) -> T {
    try Probabilities.check(table: joint)
    let rows = joint.map { $0.reduce(T(0), +) }
    let columns = joint[0].indices.map { column in joint.reduce(T(0)) { $0 + $1[column] } }
    var sum: T = 0
    for (i, row) in joint.enumerated() {
      for (j, p) in row.enumerated() where p > 0 {
        sum += p * (log(p, unit) - log(rows[i], unit) - log(columns[j], unit))
      }
    }
    return sum
  }
}
