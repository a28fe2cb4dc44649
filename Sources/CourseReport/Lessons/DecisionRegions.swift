import Networks
import Plotting
import RealModule
import Tensors

/// The plane of two features as the trained network divides it; the other features stay at their mean.
struct DecisionRegions {
  private let run: CourseRun
  private let x: Int
  private let y: Int
  private static let columns = 72
  private static let rows = 54
  private let xRange: ClosedRange<Double>
  private let yRange: ClosedRange<Double>
  /// The network's outputs on a grid of points: one grid an output, the lowest row first.
  private let grids: [ScalarGrid]
  private let classes: [Int]
  private let areDistributions: Bool

  init(_ run: CourseRun) {
    self.run = run
    let count = run.training.featureCount
    (x, y) = TellingFeatures.two(of: run)
    func range(_ column: Int) -> ClosedRange<Double> {
      let values = (0..<run.training.count).map { run.training.inputs.elements[$0 * count + column] }
      let (low, high) = (values.min() ?? -1, values.max() ?? 1)
      let room = max(high - low, 1e-9) * 0.08
      return (low - room)...(high + room)
    }
    (xRange, yRange) = (range(x), range(y))
    let (columns, rows) = (Self.columns, Self.rows)
    var points = Tensor<Double>.zeros([rows * columns, count])
    for row in 0..<rows {
      for column in 0..<columns {
        let place = (row * columns + column) * count
        points.elements[place + x] = Self.place(column, of: columns, in: xRange)
        points.elements[place + y] = Self.place(row, of: rows, in: yRange)
      }
    }
    let scores = run.trained.network.predict(points)
    let width = scores.shape.last ?? 1
    let boundary = run.trained.loss.boundary
    areDistributions = OutputProbabilities(scores, of: run.trained).areDistributions
    classes = run.isRegression ? [0] : Trainer.predictedClasses(scores, boundary: boundary)
    let (xs, ys) = (original(xRange, x), original(yRange, y))
    let elements = scores.elements
    func original(_ range: ClosedRange<Double>, _ column: Int) -> ClosedRange<Double> {
      let (mean, deviation) = (run.standardization.means[column], run.standardization.deviations[column])
      return (range.lowerBound * deviation + mean)...(range.upperBound * deviation + mean)
    }
    func grid(_ value: (Int) -> Double) -> ScalarGrid {
      ScalarGrid(x: xs, y: ys, rows: (0..<rows).map { row in (0..<columns).map { value(row * columns + $0) } })
    }
    let outputs = (0..<width).map { output in grid { elements[$0 * width + output] } }
    // One score for two classes is that of the second, against the loss's boundary for the first.
    grids = width == 1 && !run.isRegression ? [grid { _ in boundary }] + outputs : outputs
  }

  private static func place(_ index: Int, of count: Int, in range: ClosedRange<Double>) -> Double {
    range.lowerBound + Double(index) / Double(count - 1) * (range.upperBound - range.lowerBound)
  }

  private func original(_ value: Double, _ column: Int) -> Double {
    value * run.standardization.deviations[column] + run.standardization.means[column]
  }

  var featureX: String { run.dataset.featureNames[x] }
  var featureY: String { run.dataset.featureNames[y] }
  var regionCount: Int { Set(classes).count }

  private func place(_ sample: Int) -> Point {
    let count = run.training.featureCount
    return Point(run.training.inputs.elements[sample * count + x], run.training.inputs.elements[sample * count + y])
  }

  /// The share of training samples that lie in the region of their class in this slice.
  var accuracy: Double {
    guard !run.trainingLabels.isEmpty else { return 1 }
    var points = Tensor<Double>.zeros([run.training.count, run.training.featureCount])
    for sample in 0..<run.training.count {
      let p = place(sample)
      points.elements[sample * run.training.featureCount + x] = p.x
      points.elements[sample * run.training.featureCount + y] = p.y
    }
    let found = Trainer.predictedClasses(
      run.trained.network.predict(points), boundary: run.trained.loss.boundary)
    return Double(zip(found, run.trainingLabels).count { $0 == $1 }) / Double(run.training.count)
  }

  /// The share of a class's colour in its region, by the probability that the class has there.
  private static let shades: [(probability: Double, share: Double)] = [
    (0, 0.1), (0.6, 0.16), (0.8, 0.22), (0.95, 0.28),
  ]
  private static let mostClasses = 12

  /// The regions in pale colours, in a few steps of probability.
  private func ground() -> PixelImage {
    if run.isRegression { return grids[0].bands(levels(grids[0]), width: 380, height: 260, strength: 0.5) }
    let shades = Self.shades
    let colors = grids.indices.map { index in
      shades.map { Color.white.mixed(with: Color.series[index % Color.series.count], $0.share) }
    }
    let (width, height) = (380, 260)
    let scores = grids.map { $0.sampled(width: width, height: height) }
    return PixelImage(width: width, height: height) { column, row in
      let place = row * width + column
      let best = scores.indices.max { (scores[$0][place], $1) < (scores[$1][place], $0) } ?? 0
      // Softmax of the largest score.
      let sum = scores.reduce(0) { $0 + Double.exp($1[place] - scores[best][place]) }
      let probability = areDistributions ? scores[best][place] : 1 / sum
      return colors[best][shades.lastIndex { probability >= $0.probability } ?? 0]
    }
  }

  /// Whether there is one feature only, which then stands on both axes.
  var hasOneFeature: Bool { run.training.featureCount == 1 }
  /// Whether there are features besides the two of the map.
  var hasOthers: Bool { run.training.featureCount > 2 }

  private func bar(_ range: ClosedRange<Double>, _ label: String) -> ColorBar {
    ColorBar(range: range, label: label, strength: 0.5, levels: levels(grids[0]))
  }

  private func levels(_ grid: ScalarGrid) -> [Double] {
    guard let range = grid.range, range.upperBound > range.lowerBound else { return [] }
    return Ticks.linear(range, count: 8).positions.filter { $0 > range.lowerBound && $0 < range.upperBound }
  }

  /// The lines between regions: where a class's score is as large as the largest of the others.
  private func borders() -> [Mark] {
    let grey = Color(hex: 0x8A8A8A)
    if run.isRegression { return [.contours(ContourMark(grids[0], levels: levels(grids[0]), color: grey))] }
    // The line between two classes is a line of each: the last one has no other.
    return grids.indices.dropLast().prefix(Self.mostClasses).map { index in
      let own = grids[index]
      var lead = own
      lead.rows = own.rows.indices.map { row in
        own.rows[row].indices.map { column in
          let others = grids.indices.filter { $0 != index }.map { grids[$0].rows[row][column] }
          return own.rows[row][column] - (others.max() ?? 0)
        }
      }
      return .contours(ContourMark(lead, levels: [0], color: grey))
    }
  }

  func figure(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    var rows: [[DataTable.Cell]] = []
    for sample in 0..<run.training.count {
      let p = place(sample)
      let label: DataTable.Cell =
        run.trainingLabels.isEmpty ? .empty : .user(run.classNames[run.trainingLabels[sample]])
      rows.append([.number(original(p.x, x)), .number(original(p.y, y)), label])
    }
    let ground: [Mark] = [.image(ground(), x: grids[0].x, y: grids[0].y)] + borders()
    return try CourseFigure(
      "decision-regions", words, data: DataTable([.init("x"), .init("y"), .init("label")], rows: rows)
    ) { (w: Words) throws(ReportError) -> any Figure in
      var marks = ground
      let shapes = PointMark.Shape.allCases
      let labels = run.trainingLabels.isEmpty ? Array(repeating: 0, count: run.training.count) : run.trainingLabels
      for label in Set(labels).sorted().prefix(Self.mostClasses) {
        let points = labels.indices.filter { labels[$0] == label }.map {
          Point(original(place($0).x, x), original(place($0).y, y))
        }
        marks.append(
          .points(
            PointMark(
              points, color: Color.series[label % Color.series.count], shape: shapes[label % 3], radius: 4,
              label: run.trainingLabels.isEmpty ? "" : run.classNames[label])))
      }
      return Chart(
        title: try w("decision-regions.title"), x: Axis(featureX, range: grids[0].x),
        y: Axis(featureY, range: grids[0].y), marks: marks, hasLegend: !run.trainingLabels.isEmpty,
        colorBar: run.isRegression ? grids[0].range.map { bar($0, run.dataset.targetName) } : nil)
    }
  }
}
