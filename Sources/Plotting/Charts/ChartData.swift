/// What the marks of a chart span.
struct ChartData {
  enum Direction { case x, y }

  let chart: Chart

  /// The range of an axis: what it asks for, or that of the data; `nil` where there is nothing finite.
  func range(_ direction: Direction) -> ClosedRange<Double>? {
    let axis = direction == .x ? chart.x : chart.y
    if let names = axis.categories { return names.isEmpty || !hasData ? nil : 0...Double(names.count - 1) }
    if let range = axis.range { return hasData ? AxisRange.of([range.lowerBound, range.upperBound]) : nil }
    let isLogarithmic = axis.kind == .logarithmic
    var (low, high) = (Double.infinity, -Double.infinity)
    var hasLow = false
    for mark in chart.marks {
      Self.forEach(mark, direction) { value in
        guard value.isFinite else { return }
        if isLogarithmic, value <= 0 {
          hasLow = true
          return
        }
        low = min(low, value)
        high = max(high, value)
      }
    }
    guard low <= high else {
      // All data in the zero lane still need an axis to stand beside.
      return hasLow ? 1e-16...1 : nil
    }
    if axis.includesZero, !isLogarithmic { return min(0, low)...max(0, high) }
    return low...high
  }

  /// Whether a logarithmic axis needs a lane for values that are 0 or below.
  func hasZeroLane(_ direction: Direction) -> Bool {
    let axis = direction == .x ? chart.x : chart.y
    guard axis.kind == .logarithmic else { return false }
    return chart.marks.contains { mark in
      guard mark.isData else { return false }
      var isBelow = false
      Self.forEach(mark, direction) { if $0 <= 0, $0 > -.infinity { isBelow = true } }
      return isBelow
    }
  }

  /// Whether any bars have texts at their ends, upright or lying.
  func hasValueLabels(isHorizontal: Bool) -> Bool {
    chart.marks.contains {
      if case .bars(let bars) = $0 {
        bars.isHorizontal == isHorizontal && bars.bases == nil && bars.valueLabels.contains { !$0.isEmpty }
      } else {
        false
      }
    }
  }

  /// The texts at the ends of all bars.
  var valueLabels: [String] {
    chart.marks.flatMap { mark -> [String] in
      if case .bars(let bars) = mark, bars.bases == nil { bars.valueLabels } else { [] }
    }
  }

  /// Whether there is anything that could be drawn in both directions.
  private var hasData: Bool {
    chart.marks.contains { mark in
      switch mark {
      case .image, .rule, .contours: return true
      default:
        var (x, y) = (false, false)
        Self.forEach(mark, .x) { if $0.isFinite { x = true } }
        Self.forEach(mark, .y) { if $0.isFinite { y = true } }
        return x && y
      }
    }
  }

  /// Calls a function with each coordinate of a mark.
  static func forEach(_ mark: Mark, _ direction: Direction, _ body: (Double) -> Void) {
    func points(_ points: [Point]) { for point in points { body(direction == .x ? point.x : point.y) } }
    func ends(_ x: ClosedRange<Double>, _ y: ClosedRange<Double>) {
      body(direction == .x ? x.lowerBound : y.lowerBound)
      body(direction == .x ? x.upperBound : y.upperBound)
    }
    switch mark {
    case .line(let line):
      points(line.points)
      points(line.raw)
    case .points(let mark): points(mark.points)
    case .trajectory(let path): points(path.points)
    case .tangent(let tangent): points([tangent.at])
    case .note(let note): points([note.at])
    case .arrow(let from, let to, _): points([from, to])
    case .bars(let bars):
      guard (direction == .y) != bars.isHorizontal else {
        for place in bars.values.indices { body(Double(place)) }
        return
      }
      body(0)
      for (place, value) in bars.values.enumerated() { body(value + bars.base(place)) }
    case .band(let x, let low, let high, _, _):
      for values in direction == .x ? [x] : [low, high] { for value in values { body(value) } }
    case .intervals(let intervals):
      for values in direction == .x ? [intervals.x] : [intervals.low, intervals.high] {
        for value in values { body(value) }
      }
    case .image(_, let x, let y): ends(x, y)
    case .contours(let contours): ends(contours.grid.x, contours.grid.y)
    case .rule(let rule):
      if (rule.direction == .vertical) == (direction == .x) { body(rule.value) }
    }
  }
}

extension BarMark {
  /// Where a bar starts.
  func base(_ place: Int) -> Double {
    guard let bases, place < bases.count, bases[place].isFinite else { return 0 }
    return bases[place]
  }
}

extension Mark {
  /// Whether the mark stands for measured values: those that are 0 belong on the lane of a logarithmic axis.
  var isData: Bool {
    switch self {
    case .line, .points, .trajectory, .intervals: true
    default: false
    }
  }
}

/// What of a chart's data could not be drawn at its place.
public struct ChartOmissions: Sendable, Equatable {
  /// Points with a coordinate that is not a number: lines have a gap there.
  public var missing = 0
  /// Points with an infinite coordinate: marked at the edge.
  public var infinite = 0
  /// Points that are 0 or below on a logarithmic axis: drawn on a lane of their own.
  public var nonPositive = 0
  /// Points outside of a range that the chart was given: not seen.
  public var outside = 0

  /// Whether all is drawn at its place.
  public var isEmpty: Bool { self == ChartOmissions.none }
  private static let none = ChartOmissions(missing: 0, infinite: 0, nonPositive: 0, outside: 0)

  private init(missing: Int, infinite: Int, nonPositive: Int, outside: Int) {
    (self.missing, self.infinite, self.nonPositive, self.outside) = (missing, infinite, nonPositive, outside)
  }

  init(_ chart: Chart) {
    for mark in chart.marks {
      switch mark {
      case .line(let line): for point in line.points { count(point, chart) }
      case .points(let points): for point in points.points { count(point, chart) }
      case .trajectory(let path): for point in path.points { count(point, chart) }
      case .bars(let bars):
        for (place, value) in bars.values.enumerated() {
          let end = value + bars.base(place)
          count(bars.isHorizontal ? Point(end, Double(place)) : Point(Double(place), end), chart)
        }
      default: break
      }
    }
  }

  private mutating func count(_ point: Point, _ chart: Chart) {
    if point.x.isNaN || point.y.isNaN {
      missing += 1
    } else if point.x.isInfinite || point.y.isInfinite {
      infinite += 1
    } else if chart.x.kind == .logarithmic && point.x <= 0 || chart.y.kind == .logarithmic && point.y <= 0 {
      nonPositive += 1
    } else if chart.x.excludes(point.x) || chart.y.excludes(point.y) {
      outside += 1
    }
  }
}

extension Axis {
  /// Whether a value lies outside of the range that the axis was given.
  fileprivate func excludes(_ value: Double) -> Bool {
    guard categories == nil, let range else { return false }
    return !range.contains(value)
  }
}
