import Foundation
import Tensors

/// Reading and writing of a file of the schema `gradus.parameters/1`.
///
/// It is one JSON object, in UTF-8:
///
/// | key | value |
/// | --- | --- |
/// | `schema` | `"gradus.parameters/1"` |
/// | `inputShape` | the shape of a sample, a list of whole numbers |
/// | `layers` | the layers, each written as in a configuration: `"relu"`, `{"dense": 64}` |
/// | `loss` | the loss, written likewise |
/// | `regularization` | λ of ½ λ Σ w² |
/// | `classes`, `features` | lists of names |
/// | `means`, `deviations` | one number a feature; absent where inputs were not standardised |
/// | `parameters` | a list of `{"name": path, "shape": […], "values": […]}`, row-major, from input to output |
/// | `state` | the same for what training changes besides parameters; may be absent |
///
/// Numbers are the shortest decimals that read back to the same `Double`. Other keys are ignored.
extension TrainedModel {
  static let schema = "gradus.parameters/1"

  /// The text of the file.
  ///
  /// - Throws: `NetworkError.data` naming a number that is not finite, because JSON has none.
  public func encoded() throws(NetworkError) -> Data {
    for array in parameters + state {
      if let place = array.value.elements.firstIndex(where: { !$0.isFinite }) {
        throw .data(
          file: "parameters", line: 0, column: 0,
          message: "\(array.name)\(unravel(place, shape: array.value.shape)) is \(array.value.elements[place]), "
            + "expected finite numbers")
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { return try encoder.encode(StoredModel(self)) } catch {
      throw .data(file: "parameters", line: 0, column: 0, message: "expected finite numbers in settings and statistics")
    }
  }

  /// Reads a file, and checks that its parameters fit its layers.
  ///
  /// - Throws: `NetworkError.unreadable`, or `NetworkError.data`: the file, the key that is missing or wrong, and what was expected.
  public init(file: String) throws(NetworkError) {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw .unreadable(file: file, message: "the file cannot be read")
    }
    try self.init(data: data, file: file)
  }

  /// Reads the text of a file; `file` is what messages call it.
  ///
  /// - Throws: `NetworkError.data`, as when reading a file.
  public init(data: Data, file: String) throws(NetworkError) {
    do {
      let header = try JSONDecoder().decode(StoredHeader.self, from: data)
      guard header.schema == Self.schema else {
        throw NetworkError.setting(place: "schema", expected: "'\(Self.schema)'", found: "'\(header.schema)'")
      }
      self = try JSONDecoder().decode(StoredModel.self, from: data).model()
      _ = try objective()
    } catch let error as NetworkError {
      throw .data(file: file, line: 0, column: 0, message: error.description)
    } catch {
      throw .data(file: file, line: 0, column: 0, message: Self.sentence(error))
    }
  }

  private static func sentence(_ error: any Error) -> String {
    func path(_ context: DecodingError.Context, then key: (any CodingKey)? = nil) -> String {
      (context.codingPath + (key.map { [$0] } ?? [])).reduce("") { text, key in
        text + (key.intValue.map { "[\($0)]" } ?? (text.isEmpty ? "" : ".") + key.stringValue)
      }
    }
    switch error as? DecodingError {
    case .keyNotFound(let key, let context): return "the key '\(path(context, then: key))' is missing"
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      return "\(path(context)): expected \(noun(type))"
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      return "\(path(context)): expected a number that fits in 64 bits"
    default: return "expected JSON of the schema \(schema)"
    }
  }

  private static func noun(_ type: any Any.Type) -> String {
    switch type {
    case is Double.Type: "a number"
    case is Int.Type: "a whole number"
    case is String.Type: "a text"
    case is [String: Any].Type: "an object"
    case is [Any].Type: "a list"
    default: "a value as the schema \(schema) says"
    }
  }
}
