import Networks

/// Why a report cannot be made.
public struct ReportError: Error, Sendable, Equatable {
  /// What kind of thing went wrong; the exit code follows it.
  public enum Kind: Sendable, Equatable {
    /// A configuration, a data set, a template or a note is wrong (65).
    case content
    /// An input cannot be read (66).
    case unreadable
    /// Something that is needed is not there (69).
    case unavailable
    /// A defect in Gradus itself (70).
    case defect
    /// The report's place cannot be written to, or holds something else (73).
    case cannotCreate
    /// A write failed: the disk is full (74).
    case writeFailed
    /// The user interrupted the run (130).
    case interrupted
  }

  /// What kind of thing went wrong.
  public var kind: Kind
  /// The file, key path or place that the message is about; empty where there is none.
  public var place: String
  /// What went wrong and what was expected.
  public var message: String

  /// Describes what went wrong.
  public init(_ kind: Kind, place: String = "", _ message: String) {
    self.kind = kind
    self.place = place
    self.message = message
  }

  /// An error of networks and data, of the kind that it is.
  init(_ error: NetworkError) {
    switch error {
    case .shape, .setting, .unknown, .data: self.init(.content, error.description)
    case .unreadable: self.init(.unreadable, error.description)
    case .unavailable: self.init(.unavailable, error.description)
    }
  }

  /// The code that the program ends with.
  public var exitCode: Int32 {
    switch kind {
    case .content: 65
    case .unreadable: 66
    case .unavailable: 69
    case .defect: 70
    case .cannotCreate: 73
    case .writeFailed: 74
    case .interrupted: 130
    }
  }
}

extension ReportError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String { place.isEmpty ? message : "\(place): \(message)" }
}
