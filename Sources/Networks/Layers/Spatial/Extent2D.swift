/// A number of rows and columns of a plane: the size of a kernel, a stride, a padding.
public struct Extent2D: Sendable, Equatable, ExpressibleByIntegerLiteral {
  /// Along the rows.
  public let height: Int
  /// Along the columns.
  public let width: Int

  /// Makes an extent.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// The same along both axes.
  public init(integerLiteral both: Int) { self.init(height: both, width: both) }

  /// height · width.
  public var count: Int { height * width }
}
