import Tensors

extension Tensor {
  /// One time step of sequences, `[N, T, F] → [N, F]`.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  func step(_ time: Int) -> Tensor {
    let (samples, times, width) = (shape[0], shape[1], shape[2])
    var values: [Scalar] = []
    values.reserveCapacity(samples * width)
    for sample in 0..<samples {
      let start = (sample * times + time) * width
      values.append(contentsOf: elements[start..<(start + width)])
    }
    return Tensor(shape: [samples, width], elements: values)
  }

  /// Replaces one time step of sequences.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  mutating func setStep(_ time: Int, to values: Tensor) {
    let (samples, times, width) = (shape[0], shape[1], shape[2])
    for sample in 0..<samples {
      for place in 0..<width {
        elements[(sample * times + time) * width + place] = values.elements[sample * width + place]
      }
    }
  }

  /// The sequences one step later: `first` at time 0, then all but the last step.
  func delayed(by first: Tensor) -> Tensor {
    var delayed = self
    for time in stride(from: shape[1] - 1, to: 0, by: -1) { delayed.setStep(time, to: step(time - 1)) }
    if shape[1] > 0 { delayed.setStep(0, to: first) }
    return delayed
  }

  /// All time steps as rows, `[N, T, F] → [N·T, F]`.
  var rows: Tensor { reshaped(to: [shape[0] * shape[1], shape[2]]) }
}

/// Throws unless the input is a batch of sequences of `features`.
func sequenceShape(_ inputShape: [Int], features: Int, units: Int) throws(NetworkError) -> [Int] {
  guard inputShape.count == 3, inputShape[2] == features else {
    throw .shape(place: "", expected: "sequences of shape [N, T, \(features)]", found: "\(inputShape)")
  }
  return [inputShape[0], inputShape[1], units]
}
