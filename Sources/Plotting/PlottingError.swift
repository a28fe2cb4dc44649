/// Why a figure could not be drawn.
public struct PlottingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence.
  public let message: String
  /// Describes what went wrong.
  public init(_ message: String) { self.message = message }
  /// The sentence.
  public var description: String { message }
}
