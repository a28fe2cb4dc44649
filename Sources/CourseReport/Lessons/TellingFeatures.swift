import Networks

/// Which two features of a data set show most of what is to be predicted, for maps of the plane.
enum TellingFeatures {
  /// The places of two features in their order; the same one twice where there is no other.
  static func two(of run: CourseRun) -> (Int, Int) {
    let count = run.training.featureCount
    guard count > 2 else { return (0, count - 1) }
    let shares = (0..<count).map { share(explained: run, feature: $0) }
    let best = shares.indices.sorted { (shares[$0], $1) > (shares[$1], $0) }.prefix(2).sorted()
    return (best[0], best[1])
  }

  /// The share of a standardised feature's variance that lies between the classes; for a regression, that of the
  /// target's which a straight line over the feature explains.
  private static func share(explained run: CourseRun, feature: Int) -> Double {
    let (data, width) = (run.training, run.training.featureCount)
    let values = (0..<data.count).map { data.inputs.elements[$0 * width + feature] }
    let share = run.trainingLabels.isEmpty ? line(values, targets(data)) : between(values, run.trainingLabels)
    return share.isFinite ? share : 0
  }

  private static func targets(_ data: Dataset) -> [Double] {
    guard case .values(let rows) = data.targets else { return [] }
    let width = max(rows.shape.last ?? 1, 1)
    return stride(from: 0, to: rows.count, by: width).map { rows.elements[$0] }
  }

  private static func between(_ values: [Double], _ labels: [Int]) -> Double {
    var sums = [Double](repeating: 0, count: (labels.max() ?? 0) + 1)
    var counts = sums
    for (value, label) in zip(values, labels) {
      sums[label] += value
      counts[label] += 1
    }
    let mean = values.reduce(0, +) / Double(values.count)
    let apart = zip(sums, counts).reduce(0) { total, one in
      total + (one.1 > 0 ? one.1 * square(one.0 / one.1 - mean) : 0)
    }
    return apart / values.reduce(0) { $0 + square($1 - mean) }
  }

  private static func line(_ x: [Double], _ y: [Double]) -> Double {
    let count = Double(min(x.count, y.count))
    let (a, b) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    let product = zip(x, y).reduce(0) { $0 + ($1.0 - a) * ($1.1 - b) }
    return square(product)
      / (x.reduce(0) { $0 + square($1 - a) } * y.reduce(0) { $0 + square($1 - b) })
  }

  private static func square(_ x: Double) -> Double { x * x }
}
