import Tensors

extension Array {
  /// What the layers of a list hold, each name behind its layer's path: `layers.0.weights`.
  func collecting<Scalar>(
    under prefix: String, _ held: (any Layer<Scalar>) -> [Parameter<Scalar>]
  ) -> [Parameter<Scalar>] where Element == any Layer<Scalar> {
    enumerated().flatMap { index, layer in
      held(layer).map {
        Parameter("\(prefix).\(index).\($0.name)", $0.value, isRegularized: $0.isRegularized)
      }
    }
  }

  /// Gives the layers of a list the values that `collecting` reads, in the same order.
  mutating func distribute<Scalar>(
    _ values: [Parameter<Scalar>], _ held: (any Layer<Scalar>) -> [Parameter<Scalar>],
    set: (inout any Layer<Scalar>, [Parameter<Scalar>]) -> Void
  ) where Element == any Layer<Scalar> {
    var next = 0
    for index in indices {
      var own = held(self[index])
      guard !own.isEmpty else { continue }
      for place in own.indices {
        own[place].value = values[next].value
        next += 1
      }
      set(&self[index], own)
    }
    precondition(next == values.count, "\(values.count) values for \(next) places")
  }
}
