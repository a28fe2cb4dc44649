import RealModule

/// Checks that numbers are probabilities.
enum Probabilities {
  static func check<T: Real>(_ p: T) throws(InformationError) {
    guard p >= 0, p <= 1 else { throw .notAProbability(number(p)) }
  }

  /// One distribution.
  static func check<T: Real>(_ p: [T]) throws(InformationError) {
    for value in p { try check(value) }
    let sum = p.reduce(T(0), +)
    // Published tables are rounded, and so is each addition.
    let tolerance = 1 / T(1_000_000) + T(p.count) * T(1).ulp
    guard abs(sum - 1) <= tolerance else { throw .doesNotAddUp(sum: number(sum)) }
  }

  /// Two distributions over the same outcomes.
  static func check<T: Real>(_ q: [T], _ p: [T]) throws(InformationError) {
    guard q.count == p.count else { throw .differentOutcomes(q.count, p.count) }
    try check(q)
    try check(p)
  }

  /// A joint distribution.
  static func check<T: Real>(table: [[T]]) throws(InformationError) {
    let width = table.first?.count ?? 0
    if let row = table.firstIndex(where: { $0.count != width }) {
      throw .raggedTable(expected: width, found: table[row].count, row: row + 1)
    }
    try check(table.flatMap { $0 })
  }

  /// The number for a message: `Real` converts to no other type, but its text says all.
  private static func number<T: Real>(_ x: T) -> Double { Double("\(x)") ?? .nan }
}
