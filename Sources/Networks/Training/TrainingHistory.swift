/// What happened in training, epoch by epoch; row 0 is the state before the first step.
public struct TrainingHistory: Sendable, Equatable {
  /// The numbers of one epoch.
  public struct Epoch: Sendable, Equatable {
    /// The epoch, from 0.
    public var epoch: Int
    /// The learning rate of its steps.
    public var rate: Double
    /// The cost over the training data after its last step.
    public var trainCost: Double
    /// The cost over the validation data, if there are any.
    public var validationCost: Double?
    /// The share of training samples whose class is right; `nil` where no classes are predicted.
    public var trainAccuracy: Double?
    /// The same for the validation data.
    public var validationAccuracy: Double?
    /// The norm of the gradient of each parameter, averaged over the steps of the epoch; 0 in row 0.
    public var gradientNorms: [Double]
    /// The norm of each parameter's step, averaged over the steps of the epoch; 0 in row 0.
    public var updateNorms: [Double]
    /// The norm of the gradient of all parameters together, averaged likewise.
    public var gradientNorm: Double
    /// The norm of the step of all parameters together, averaged likewise.
    public var updateNorm: Double
  }

  /// The epochs in order.
  public var epochs: [Epoch] = []
  /// The paths of the parameters that the norms belong to.
  public var parameterNames: [String]

  /// An empty history.
  public init(parameterNames: [String]) { self.parameterNames = parameterNames }

  /// The cost over the training data after the last epoch; NaN where there is none.
  public var finalCost: Double { epochs.last?.trainCost ?? .nan }
}
