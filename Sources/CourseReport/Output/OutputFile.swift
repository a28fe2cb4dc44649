/// One file of a report, complete in memory before anything is written.
public struct OutputFile: Sendable, Equatable {
  /// The path below the report's folder, with `/`.
  public var path: String
  /// The content.
  public var bytes: [UInt8]

  /// A file.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// A text file in UTF-8.
  public init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }
}
