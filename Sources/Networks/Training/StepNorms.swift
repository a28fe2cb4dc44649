/// The norms of gradients and steps, averaged over the steps of an epoch.
struct StepNorms {
  private(set) var gradients: [Double]
  private(set) var updates: [Double]
  private(set) var gradient = 0.0
  private(set) var update = 0.0
  private var count = 0.0

  init(parameters: Int) {
    gradients = Array(repeating: 0, count: parameters)
    updates = gradients
  }

  /// Takes in one step.
  ///
  /// - Parameter squares: for each parameter the sum of the squares of its gradient, then that of its step.
  mutating func add(squares: [Double]) {
    count += 1
    var totals = (gradient: 0.0, update: 0.0)
    for index in gradients.indices {
      let (gradientSquare, updateSquare) = (squares[2 * index], squares[2 * index + 1])
      // A running mean: nothing grows with the number of steps.
      gradients[index] += (gradientSquare.squareRoot() - gradients[index]) / count
      updates[index] += (updateSquare.squareRoot() - updates[index]) / count
      totals.gradient += gradientSquare
      totals.update += updateSquare
    }
    gradient += (totals.gradient.squareRoot() - gradient) / count
    update += (totals.update.squareRoot() - update) / count
  }
}
