/// What is wrong in a configuration file, and where.
public struct ConfigurationError: Error, Sendable, Equatable {
  /// Whether the file itself cannot be read (then the exit code is 66, else 65).
  public var isUnreadable: Bool
  /// The file, as the user named it.
  public var file: String
  /// The line, from 1; 0 where it means nothing.
  public var line: Int
  /// The column, from 1; 0 where it means nothing.
  public var column: Int
  /// The key path (`subjects[0].inputs.x`); empty for the whole file.
  public var path: String
  /// What was found and what was expected.
  public var message: String

  /// Describes what is wrong.
  public init(
    file: String, line: Int = 0, column: Int = 0, path: String = "", message: String, isUnreadable: Bool = false
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.path = path
    self.message = message
    self.isUnreadable = isUnreadable
  }
}

extension ConfigurationError: CustomStringConvertible {
  /// `file:line:column: path: message`.
  public var description: String {
    var text = file
    if line > 0 { text += ":\(line)" + (column > 0 ? ":\(column)" : "") }
    return text + ": " + (path.isEmpty ? "" : path + ": ") + message
  }
}
