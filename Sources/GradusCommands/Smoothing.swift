/// A running mean beside the raw data.
enum Smoothing {
  /// Whether a line goes up and down so often that its course is hard to see.
  static func isNoisy(_ values: [Double]) -> Bool {
    var (count, turns) = (0, 0)
    var (previous, step) = (Double.nan, 0.0)
    for value in values where value.isFinite {
      count += 1
      let change = value - previous
      if step * change < 0 { turns += 1 }
      (previous, step) = (value, change.isNaN ? 0 : change)
    }
    return count >= 100 && turns * 4 > count
  }

  /// The mean over a window of a fiftieth of the length; missing values stay missing.
  static func smooth(_ values: [Double]) -> [Double] {
    let half = max(1, values.count / 100)
    var sums = [0.0]
    var counts = [0]
    for value in values {
      sums.append((sums.last ?? 0) + (value.isFinite ? value : 0))
      counts.append((counts.last ?? 0) + (value.isFinite ? 1 : 0))
    }
    return values.indices.map { index in
      guard values[index].isFinite else { return .nan }
      let (from, to) = (max(0, index - half), min(values.count, index + half + 1))
      return (sums[to] - sums[from]) / Double(max(counts[to] - counts[from], 1))
    }
  }
}
