import Foundation
import GradientChecking

/// What every reply may say.
struct ReplyKind: Decodable {
  let reply: String
  /// Seconds that passed in the code that is checked.
  let seconds: Double?
  /// The number of the request that it answers.
  let number: Int?
}

/// A worker's first reply.
struct HelloReply: Decodable {
  let reply: String
  let `protocol`: Int
  /// The optional requests that the worker answers.
  let requests: [String]?
  /// Whether a request may be sent before the reply to the one before it has come.
  let ahead: Bool?
}

/// An exception in the worker or in the user's code.
struct ErrorReply: Decodable {
  let type: String
  let message: String
  let file: String?
  let line: Int?
  let missing: Bool?

  var error: SubjectError {
    SubjectError(type: type, message: message, file: file, line: line, isMissingTool: missing ?? false)
  }
}

/// A subject that is open.
struct OpenReply: Decodable {
  struct Array: Decodable {
    let name: String
    let role: String?
    let shape: [Int]
  }
  struct Size: Decodable {
    let name: String
    let size: Int
  }
  /// The arrays that a gradient is claimed for; their values are the body, one after the other.
  let arrays: [Array]
  /// The shape of each output.
  let outputs: [[Int]]
  /// `layer`, `loss` or `function`.
  let kind: String?
  /// `float` where arithmetic inside is single precision.
  let scalar: String?
  /// Whether the upstream gradient is 1: the output is a loss.
  let unitUpstream: Bool?
  /// Where the gradient is computed.
  let file: String?
  let line: Int?
  /// Likely wrong factors.
  let sizes: [Size]?
  let regularization: Double?
}

/// Responses; the differences are the body.
struct ResponsesReply: Decodable {
  /// The places of responses in which no output moved at all.
  let still: [Int]?
  /// The rounding of the value: what could have moved unseen in those.
  let rounding: Double?
}

/// A claimed gradient; the values are the body, one array after the other.
struct GradientReply: Decodable {
  struct Array: Decodable {
    /// `nil`: nothing was returned.
    let shape: [Int]?
  }
  struct Observation: Decodable {
    let code: String
    let array: String?
    let message: String
    let defect: Bool?
  }
  let arrays: [Array]
  let observations: [Observation]?
}

/// Gradients that known mistakes give; the values are the body, each of the array's size.
struct ExplainReply: Decodable {
  struct Candidate: Decodable {
    /// A diagnosis' code, or `factor`.
    let code: String
    let name: String
  }
  let candidates: [Candidate]
}

/// What a worker found in a file.
public struct RecognisedSubject: Decodable, Sendable {
  /// A name for results.
  public let name: String
  /// The kind in words: `forward and backward`, `class`, …
  public let kind: String
  /// The signature as people write it.
  public let signature: String
  /// The line of the definition.
  public let line: Int
  /// Settings to check it with, the likeliest first; none where its inputs cannot be guessed.
  public let guesses: [GuessedSettings]
  /// Why it cannot be checked without more, if so.
  public let reason: String?
}

/// Settings that the worker guessed: which key names the function, and its inputs.
public struct GuessedSettings: Decodable, Sendable {
  /// `forward`, `loss` or `class`.
  public let key: String
  /// The function's or class' name.
  public let name: String
  /// The derivative or gradient, where one was found beside it.
  public let companions: [String: String]?
  /// Constructor arguments, as `--init` takes them.
  public let initial: String?
  /// Inputs, as `--input` takes them: `x=normal(2,3)`.
  public let inputs: [String]
  /// Whether the function is a well-known one, so that an exception is its own and not that of a wrong guess.
  public let isSure: Bool?

  /// The guess as a person would give it on the command line.
  public var arguments: String {
    let initial = initial.map { ["--init '\($0)'"] } ?? []
    return (initial + inputs.map { "--input '\($0)'" }).joined(separator: " ")
  }
}

struct RecogniseReply: Decodable {
  let subjects: [RecognisedSubject]
}
