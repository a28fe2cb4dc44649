import RealModule

/// Information, entropy, cross-entropy and divergence of discrete distributions.
///
/// A distribution is a list of numbers from 0 to 1 whose sum is 1, up to the rounding of published tables (1e-6)
/// and of the additions. A term of probability 0 counts as 0, because p·log p tends to 0. Sources: Shannon, "A
/// mathematical theory of communication", 1948; Kullback and Leibler, "On information and sufficiency", 1951.
public enum Information {
  /// The information of an outcome, `−log p`: +infinity for p = 0.
  ///
  /// - Throws: `InformationError.notAProbability` outside of 0…1.
  public static func content<T: Real>(_ p: T, unit: InformationUnit = .nats) throws(InformationError) -> T {
    try Probabilities.check(p)
    // Not −0.
    return p == 1 ? 0 : -log(p, unit)
  }

  /// The entropy `H(p) = −Σ p log p`: the information that is expected of an outcome.
  ///
  /// - Throws: `InformationError` where p is no distribution.
  public static func entropy<T: Real>(_ p: [T], unit: InformationUnit = .nats) throws(InformationError) -> T {
    try Probabilities.check(p)
    return p.reduce(T(0)) { $0 + entropyTerm($1, unit: unit) }
  }

  /// The term `−p log p` of an outcome; 0 for p = 0. NaN for p < 0.
  public static func entropyTerm<T: Real>(_ p: T, unit: InformationUnit = .nats) -> T {
    p == 0 || p == 1 ? 0 : -p * log(p, unit)
  }

  /// The entropy of two outcomes of probability p and 1 − p.
  ///
  /// - Throws: `InformationError.notAProbability` outside of 0…1.
  public static func binaryEntropy<T: Real>(
    _ p: T, unit: InformationUnit = .nats
  ) throws(InformationError) -> T {
    try Probabilities.check(p)
    return entropyTerm(p, unit: unit) + entropyTerm(1 - p, unit: unit)
  }

  /// e^H: as many equally likely outcomes would be as uncertain.
  ///
  /// - Throws: `InformationError` where p is no distribution.
  public static func perplexity<T: Real>(_ p: [T]) throws(InformationError) -> T { T.exp(try entropy(p)) }

  /// The cross-entropy `H(target, prediction) = −Σ target · log prediction`; +infinity where the prediction
  /// rules out what the target allows.
  ///
  /// - Throws: `InformationError` where one is no distribution or the numbers of outcomes differ.
  public static func crossEntropy<T: Real>(
    target: [T], prediction: [T], unit: InformationUnit = .nats
  ) throws(InformationError) -> T {
    try Probabilities.check(target, prediction)
    var sum: T = 0
    for (q, p) in zip(target, prediction) where q > 0 && p != 1 { sum -= q * log(p, unit) }
    return sum
  }

  /// The Kullback–Leibler divergence `KL(target ‖ prediction) = Σ target · log(target / prediction)`, which is
  /// H(target, prediction) − H(target); +infinity where the prediction rules out what the target allows.
  ///
  /// - Throws: `InformationError` where one is no distribution or the numbers of outcomes differ.
  public static func divergence<T: Real>(
    target: [T], prediction: [T], unit: InformationUnit = .nats
  ) throws(InformationError) -> T {
    try Probabilities.check(target, prediction)
    var sum: T = 0
    for (q, p) in zip(target, prediction) where q > 0 { sum += q * (log(q, unit) - log(p, unit)) }
    return sum
  }

  static func log<T: Real>(_ p: T, _ unit: InformationUnit) -> T { unit == .nats ? T.log(p) : T.log2(p) }
}
