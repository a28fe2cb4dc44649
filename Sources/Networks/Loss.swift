import Tensors

/// What the outputs of a network are compared with.
public enum Targets<Scalar: TensorScalar>: Sendable, Equatable {
  /// The right class of each sample, counted from 0.
  case classes([Int])
  /// The right values, one row a sample.
  case values(Tensor<Scalar>)

  /// The number of samples.
  public var count: Int {
    switch self {
    case .classes(let labels): labels.count
    case .values(let tensor): tensor.shape.first ?? 0
    }
  }
}

/// A loss: one number a sample that says how wrong an output is. The cost is its mean over the samples.
public protocol Loss<Scalar>: Sendable {
  /// The scalar type of outputs and losses.
  associatedtype Scalar: TensorScalar

  /// The name in kebab-case that configurations and results use.
  var kind: String { get }

  /// Whether targets are classes (else values of the output's shape).
  var usesClasses: Bool { get }

  /// What the single output of a classifier of two classes must exceed to mean the second one.
  var boundary: Scalar { get }

  /// Throws `NetworkError` where the targets do not fit an output of `outputShape` (batch axis included).
  func validate(_ targets: Targets<Scalar>, outputShape: [Int]) throws(NetworkError)

  /// The loss of each sample.
  func losses(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> [Scalar]

  /// The gradient of the **mean** loss with respect to the output, of the output's shape.
  func gradient(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Tensor<Scalar>

  /// Which pieces of a piecewise loss are active, one number a place; empty where it is smooth.
  func activePieces(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> [Int32]

  /// The same loss for another scalar type; `nil` where it exists in one type only.
  func converted<Other: TensorScalar>(to type: Other.Type) -> (any Loss<Other>)?
}

extension Loss {
  /// ½: values are compared, and the classes are the values 0 and 1.
  public var boundary: Scalar { usesClasses ? 0 : 0.5 }

  /// Smooth everywhere.
  public func activePieces(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> [Int32] { [] }

  /// The loss exists in one scalar type only.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> (any Loss<Other>)? { nil }

  /// The mean of the samples' losses.
  public func cost(_ output: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Scalar {
    let each = losses(output, targets)
    return each.reduce(0, +) / Scalar(max(each.count, 1))
  }
}
