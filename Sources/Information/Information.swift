import RealModule

/// The unit of information, set by the base of the logarithm.
public enum InformationUnit: String, Sendable, CaseIterable {
  /// Base e.
  case nats
  /// Base 2.
  case bits
}

/// Information, entropy, cross-entropy and divergence of discrete distributions.
///
/// A term of probability 0 counts as 0, because p·log p tends to 0. Sources: Shannon (1948); Kullback and
/// Leibler (1951).
public enum Information {
  /// The information of an outcome, `−log p`: +infinity for p = 0.
  ///
  /// - Throws: `InformationError.notAProbability` outside of 0…1.
  public static func content<T: Real>(_ p: T, unit: InformationUnit = .nats) throws(InformationError) -> T {
    try check(p)
    if p == 0 { return .infinity }
    return p == 1 ? 0 : -log(p, unit)
  }

  /// The entropy `H(p) = −Σ p log p`.
  ///
  /// - Throws: `InformationError` where p is no distribution.
  public static func entropy<T: Real>(_ p: [T], unit: InformationUnit = .nats) throws(InformationError) -> T {
    try check(p)
    return p.reduce(T(0)) { $0 + entropyTerm($1, unit: unit) }
  }

  /// The term `−p log p` of an outcome.
  public static func entropyTerm<T: Real>(_ p: T, unit: InformationUnit = .nats) -> T {
    p == 0 || p == 1 ? 0 : -p * log(p, unit)
  }

  /// The entropy of two outcomes of probability p and 1 − p.
  public static func binaryEntropy<T: Real>(_ p: T, unit: InformationUnit = .nats) throws(InformationError) -> T {
    try check(p)
    return entropyTerm(p, unit: unit) + entropyTerm(1 - p, unit: unit)
  }

  /// The cross-entropy `H(target, prediction) = −Σ target · log prediction`; +infinity where the prediction
  /// rules out what the target allows.
  ///
  /// - Throws: `InformationError` where one is no distribution or the numbers of outcomes differ.
  public static func crossEntropy<T: Real>(
    target: [T], prediction: [T], unit: InformationUnit = .nats
  ) throws(InformationError) -> T {
    try check(target, prediction)
    var sum: T = 0
    for (q, p) in zip(target, prediction) where q > 0 { sum += p == 0 ? .infinity : -q * log(p, unit) }
    return sum
  }

  /// The KL divergence `KL(target ‖ prediction) = Σ target · log(target / prediction)`.
  ///
  /// - Throws: `InformationError` where one is no distribution or the numbers of outcomes differ.
  public static func divergence<T: Real>(
    target: [T], prediction: [T], unit: InformationUnit = .nats
  ) throws(InformationError) -> T {
    try check(target, prediction)
    var sum: T = 0
    for (q, p) in zip(target, prediction) where q > 0 { sum += p == 0 ? .infinity : q * (log(q, unit) - log(p, unit)) }
    return sum
  }

  /// The mutual information of two variables, `Σ p(x,y) log (p(x,y) / p(x)p(y))`, from their joint table.
  public static func mutualInformation<T: Real>(
    joint: [[T]], unit: InformationUnit = .nats
  ) throws(InformationError) -> T {
    try check(joint.flatMap { $0 })
    let rows = joint.map { $0.reduce(T(0), +) }
    let width = joint.first?.count ?? 0
    let columns = (0..<width).map { column in joint.reduce(T(0)) { $0 + $1[column] } }
    var sum: T = 0
    for (i, row) in joint.enumerated() {
      for (j, p) in row.enumerated() where p > 0 { sum += p * (log(p, unit) - log(rows[i], unit) - log(columns[j], unit)) }
    }
    return sum
  }

  /// e^H (or 2^H): as many equally likely outcomes would be as uncertain.
  public static func perplexity<T: Real>(_ p: [T]) throws(InformationError) -> T { T.exp(try entropy(p)) }

  /// log Σ e^z without overflow.
  public static func logSumExp<T: Real>(_ z: [T]) -> T {
    guard let largest = z.max(), largest.isFinite else { return z.max() ?? -.infinity }
    return largest + T.log(z.reduce(T(0)) { $0 + T.exp($1 - largest) })
  }

  /// Softmax with the largest score subtracted first.
  public static func softmax<T: Real>(_ z: [T]) -> [T] {
    guard let largest = z.max() else { return [] }
    let e = z.map { T.exp($0 - largest) }
    let sum = e.reduce(T(0), +)
    return e.map { $0 / sum }
  }

  private static func log<T: Real>(_ p: T, _ unit: InformationUnit) -> T { unit == .nats ? T.log(p) : T.log2(p) }

  private static func check<T: Real>(_ p: T) throws(InformationError) {
    guard p >= 0, p <= 1 else { throw .notAProbability(double(p)) }
  }

  private static func check<T: Real>(_ p: [T]) throws(InformationError) {
    for value in p { try check(value) }
    let sum = p.reduce(T(0), +)
    // Published tables are rounded: the sum may be off by what rounding explains.
    guard abs(double(sum) - 1) <= 1e-6 else { throw .doesNotAddUp(sum: double(sum)) }
  }

  private static func check<T: Real>(_ q: [T], _ p: [T]) throws(InformationError) {
    guard q.count == p.count else { throw .differentOutcomes(q.count, p.count) }
    try check(q)
    try check(p)
  }

  private static func double<T: Real>(_ x: T) -> Double {
    // Every Real here is a binary floating-point type; printing is exact for those.
    Double("\(x)") ?? .nan
  }
}
