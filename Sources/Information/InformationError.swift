/// Why numbers are not probabilities.
public enum InformationError: Error, Equatable, Sendable {
  /// A number outside 0…1.
  case notAProbability(Double)
  /// Numbers that do not add up to 1.
  case doesNotAddUp(sum: Double)
  /// Two distributions over different numbers of outcomes.
  case differentOutcomes(Int, Int)
  /// A joint table whose rows are not of one length.
  case raggedTable(expected: Int, found: Int, row: Int)
}

extension InformationError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .notAProbability(let number): "expected a probability from 0 to 1, found \(number)"
    case .doesNotAddUp(let sum): "expected probabilities that add up to 1, found a sum of \(sum)"
    case .differentOutcomes(let a, let b):
      "expected distributions over as many outcomes, found \(a) and \(b)"
    case .raggedTable(let expected, let found, let row):
      "expected \(expected) probabilities in row \(row) of the joint table, found \(found)"
    }
  }
}
