/// What can be wrong with a network, its data or its parameters; every case says where.
public enum NetworkError: Error, Equatable, Sendable {
  /// A shape does not fit: `place` (such as `layers.2`), what it needs and what it got.
  case shape(place: String, expected: String, found: String)
  /// A setting is not usable.
  case setting(place: String, expected: String, found: String)
  /// A name is not known; `suggestion` is the nearest one that is.
  case unknown(kind: String, name: String, suggestion: String?)
  /// Data cannot be used; `line` and `column` count from 1 and are 0 where they mean nothing.
  case data(file: String, line: Int, column: Int, message: String)
  /// A file cannot be read at all.
  case unreadable(file: String, message: String)
  /// Something that Gradus itself needs, such as its templates, is not there.
  case unavailable(file: String, message: String)
}

extension NetworkError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .shape(let place, let expected, let found), .setting(let place, let expected, let found):
      "\(place): expected \(expected), found \(found)"
    case .unknown(let kind, let name, let suggestion):
      "unknown \(kind) '\(name)'" + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    case .data(let file, let line, let column, let message):
      file + (line > 0 ? ":\(line)" + (column > 0 ? ":\(column)" : "") : "") + ": " + message
    case .unreadable(let file, let message), .unavailable(let file, let message): "\(file): \(message)"
    }
  }

  /// The same error with `prefix` in front of the place that it names.
  public func inside(_ prefix: String) -> NetworkError {
    switch self {
    case .shape(let place, let expected, let found):
      .shape(place: prefix + (place.isEmpty ? "" : "." + place), expected: expected, found: found)
    case .setting(let place, let expected, let found):
      .setting(place: prefix + (place.isEmpty ? "" : "." + place), expected: expected, found: found)
    case .unknown, .data, .unreadable, .unavailable: self
    }
  }
}
