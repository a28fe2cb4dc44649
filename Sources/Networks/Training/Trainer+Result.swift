import Tensors

extension Trainer {
  /// What training gives.
  public struct Result: Sendable {
    /// The network before the first step.
    public let initial: Objective<Double>
    /// The network with its trained parameters.
    public internal(set) var objective: Objective<Double>
    /// What happened, epoch by epoch.
    public internal(set) var history: TrainingHistory
    /// The samples that were learnt from.
    public let training: Dataset
    /// The samples that were only looked at; `nil` where there were none.
    public let validation: Dataset?
    /// Set where the cost stopped being finite or exploded; training ended there.
    public internal(set) var divergence: Divergence?
  }

  /// Why training stopped before its end.
  public struct Divergence: Sendable, Equatable {
    /// What the cost did.
    public enum Reason: String, Sendable {
      /// It became infinite or no number.
      case notFinite
      /// It grew far beyond where it started.
      case exploded
    }

    /// The epoch in which it was noticed.
    public var epoch: Int
    /// The cost over the training data then.
    public var cost: Double
    /// The cost before the first step.
    public var firstCost: Double
    /// What the cost did.
    public var reason: Reason
  }
}

extension Trainer.Divergence: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch reason {
    case .notFinite: "the cost was no longer finite in epoch \(epoch)"
    case .exploded: "the cost grew from \(firstCost) to \(cost) by epoch \(epoch)"
    }
  }
}

extension Trainer.Result {
  /// Appends the numbers of an epoch.
  mutating func record(_ epoch: Int, rate: Double, _ norms: StepNorms) {
    let train = Trainer.score(objective, training)
    let held = validation.map { Trainer.score(objective, $0) }
    history.epochs.append(
      TrainingHistory.Epoch(
        epoch: epoch, rate: rate, trainCost: train.cost, validationCost: held?.cost,
        trainAccuracy: train.accuracy, validationAccuracy: held?.accuracy, gradientNorms: norms.gradients,
        updateNorms: norms.updates, gradientNorm: norms.gradient, updateNorm: norms.update))
  }
}

extension Trainer {
  /// The cost of a data set (regularisation included), and the share of right classes where it has classes.
  public static func score(
    _ objective: Objective<Double>, _ data: Dataset
  ) -> (cost: Double, accuracy: Double?) {
    let output = objective.network.predict(data.inputs)
    let cost = objective.loss.cost(output, data.targets) + objective.penalty
    let labels = labels(data)
    guard !labels.isEmpty else { return (cost, nil) }
    let found = predictedClasses(output, boundary: objective.loss.boundary)
    return (cost, Double(zip(found, labels).count { $0 == $1 }) / Double(labels.count))
  }

  /// The class of each sample, also where a loss compares values: then 0 and 1, or one-hot rows; empty for a
  /// regression.
  private static func labels(_ data: Dataset) -> [Int] {
    switch data.targets {
    case .classes(let labels): labels
    case .values(let values): data.classNames.isEmpty ? [] : predictedClasses(values, boundary: 0.5)
    }
  }

  /// The class with the largest score of each row, the first of equals; of one score a row, whether it is above
  /// the `boundary` of the loss.
  public static func predictedClasses(_ output: Tensor<Double>, boundary: Double = 0) -> [Int] {
    let width = output.shape.last ?? 1
    guard width > 1 else { return output.elements.map { $0 > boundary ? 1 : 0 } }
    return (0..<output.shape[0]).map { row in
      var best = 0
      for place in 1..<width where output.elements[row * width + place] > output.elements[row * width + best] {
        best = place
      }
      return best
    }
  }
}
