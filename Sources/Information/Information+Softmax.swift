import RealModule

extension Information {
  /// `log Σ e^z`, the largest z taken out first, so that nothing overflows; −infinity for no numbers.
  public static func logSumExp<T: Real>(_ z: [T]) -> T {
    let largest = maximum(z)
    guard largest.isFinite else { return largest }
    return largest + T.log(z.reduce(T(0)) { $0 + T.exp($1 - largest) })
  }

  /// `e^z / Σ e^z`, the largest z taken out first: positive shares that add up to 1, in the order of the z.
  ///
  /// Adding a number to all z changes nothing. NaN where a z is NaN or +infinity.
  public static func softmax<T: Real>(_ z: [T]) -> [T] {
    let largest = maximum(z)
    let e = z.map { T.exp($0 - largest) }
    let sum = e.reduce(T(0), +)
    return e.map { $0 / sum }
  }

  /// The largest number; NaN where there is one.
  private static func maximum<T: Real>(_ z: [T]) -> T {
    z.reduce(-T.infinity) { $0 > $1 || $0.isNaN ? $0 : $1 }
  }
}
