/// What a key of a built-in means.
public struct KeyDescription: Sendable, Equatable {
  /// The key.
  public let name: String
  /// What it is for.
  public let meaning: String
  /// What values it takes.
  public let type: ValueType
  /// The value without it; `nil` where it must be given, or where `meaning` says what follows.
  public let standard: String?

  /// Describes a key.
  public init(_ name: String, _ meaning: String, _ type: ValueType = .number, default standard: String? = nil) {
    self.name = name
    self.meaning = meaning
    self.type = type
    self.standard = standard
  }

  /// The values that a key takes.
  public enum ValueType: Sendable, Equatable {
    /// A number.
    case number
    /// A whole number.
    case integer
    /// Yes or no.
    case flag
    /// Any text.
    case text
    /// One of these words.
    case word([String])
    /// A whole number, or a list of two: rows and columns.
    case extent
    /// A list of layers with their settings.
    case layers
  }
}
