/// The gradient that a well-known mistake gives for an array, as the subject can work it out.
public struct KnownMistake: Sendable {
  /// What the mistake is.
  public let code: DiagnosisCode
  /// The mistake in words, which follow "the claimed gradient of x: ".
  public let name: String
  /// What it gives, one number an element.
  public let values: [Double]

  /// Describes a mistake.
  public init(code: DiagnosisCode, name: String, values: [Double]) {
    self.code = code
    self.name = name
    self.values = values
  }
}

extension KnownMistakes {
  /// The mistakes of one array.
  init(_ mistakes: [KnownMistake], of array: String) {
    self.init()
    alternatives = mistakes.map { (array, $0.code, $0.name, $0.values) }
  }
}
