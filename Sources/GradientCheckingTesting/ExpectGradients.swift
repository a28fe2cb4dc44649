import Foundation
public import GradientChecking
public import Networks
public import Tensors
import Testing

/// Checks the gradients of a layer at an input; records an issue with the diagnosis where one is wrong.
///
/// ```swift
/// @Test func `claims the right gradients`() {
///   expectGradients(of: Swish(slope: 1.5), input: Tensor(rows: [[-1, 0.5], [2, 3]]))
/// }
/// ```
///
/// - Parameters:
///   - layer: the layer.
///   - input: where to check, batch axis first.
///   - seed: draws the cotangent.
///   - tolerance: the relative tolerance; `nil`: 1e-7.
///   - sourceLocation: where an issue is recorded.
/// - Returns: the result, for further expectations.
@discardableResult
public func expectGradients(
  of layer: any Layer<Double>, input: Tensor<Double>, seed: UInt64 = 0, tolerance: Double? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) -> SubjectResult {
  expectGradients(
    of: LayerSubject(name: layer.kind, layer: layer, input: input, seed: seed), seed: seed, tolerance: tolerance,
    sourceLocation: sourceLocation)
}

/// Checks the gradients of any subject; records an issue with the diagnosis where one is wrong.
@discardableResult
public func expectGradients(
  of subject: any Subject, seed: UInt64 = 0, tolerance: Double? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) -> SubjectResult {
  var options = CheckOptions()
  options.seed = seed
  options.tolerance = tolerance
  let result = GradientChecker(options: options).check(subject)
  guard result.verdict != .pass else { return result }
  var lines = ["\(result.name): \(result.verdict.rawValue), \(result.message)"]
  for array in result.arrays where array.verdict != .pass {
    lines += array.diagnosis.map { "\(array.name): \($0.message)" }
    if let worst = array.worst {
      lines.append(
        "\(array.name)[\(worst.offset)]: claimed \(worst.analytic), measured \(worst.numeric) ± \(worst.uncertainty)")
    }
  }
  Issue.record(Comment(rawValue: lines.joined(separator: "\n")), sourceLocation: sourceLocation)
  attach(result, sourceLocation: sourceLocation)
  return result
}

/// The numbers behind a failure, as a table that any program can draw.
private func attach(_ result: SubjectResult, sourceLocation: SourceLocation) {
  var csv = "array,offset,status,analytic,numeric,uncertainty,step\r\n"
  for array in result.arrays {
    for element in array.elements {
      csv += "\"\(array.name.replacing("\"", with: "\"\""))\",\(element.offset),\(element.status.rawValue),"
      csv += "\(element.analytic),\(element.numeric),\(element.uncertainty),\(element.step)\r\n"
    }
  }
  Attachment.record(Array(csv.utf8), named: "\(result.name)-gradients.csv", sourceLocation: sourceLocation)
}
