import Information
import Networks
import Plotting
import Tensors

/// The plane of two features as the trained network divides it; the other features stay at their mean.
struct DecisionRegions {
  private let run: CourseRun
  private let x: Int
  private let y: Int
  private let size = 96
  private let xRange: ClosedRange<Double>
  private let yRange: ClosedRange<Double>
  /// The scores of the grid's points, row by row from the top.
  private let scores: Tensor<Double>

  init(_ run: CourseRun) {
    self.run = run
    // The last two features: in Iris the petals, which tell most.
    let count = run.training.featureCount
    x = max(0, count - 2)
    y = count - 1
    func range(_ column: Int) -> ClosedRange<Double> {
      let values = (0..<run.training.count).map { run.training.inputs.elements[$0 * count + column] }
      let (low, high) = (values.min() ?? -1, values.max() ?? 1)
      let room = max(high - low, 1e-9) * 0.08
      return (low - room)...(high + room)
    }
    (xRange, yRange) = (range(x), range(y))
    var points = Tensor<Double>.zeros([size * size, count])
    for row in 0..<size {
      for column in 0..<size {
        let place = (row * size + column) * count
        points.elements[place + x] =
          xRange.lowerBound + (Double(column) + 0.5) / Double(size) * (xRange.upperBound - xRange.lowerBound)
        points.elements[place + y] =
          yRange.upperBound - (Double(row) + 0.5) / Double(size) * (yRange.upperBound - yRange.lowerBound)
      }
    }
    scores = run.trained.network.predict(points)
  }

  private func original(_ value: Double, _ column: Int) -> Double {
    value * run.standardization.deviations[column] + run.standardization.means[column]
  }

  private func original(_ range: ClosedRange<Double>, _ column: Int) -> ClosedRange<Double> {
    original(range.lowerBound, column)...original(range.upperBound, column)
  }

  var featureX: String { run.dataset.featureNames[x] }
  var featureY: String { run.dataset.featureNames[y] }
  private var classes: [Int] { run.isRegression ? scores.elements.map { _ in 0 } : Trainer.predictedClasses(scores) }
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
    let found = Trainer.predictedClasses(run.trained.network.predict(points))
    return Double(zip(found, run.trainingLabels).count { $0 == $1 }) / Double(run.training.count)
  }

  private var image: PixelImage {
    var rgb: [UInt8] = []
    let width = scores.shape.last ?? 1
    let found = classes
    let all = scores.elements
    let (low, high) = (all.min() ?? 0, all.max() ?? 1)
    for index in 0..<(size * size) {
      let color: Color
      if run.isRegression {
        color = ColorMap.sequential.color((all[index * width] - low) / max(high - low, 1e-12) * 0.7)
      } else {
        let p = width > 1 ? Information.softmax(Array(all[(index * width)..<((index + 1) * width)])) : [0.5, 0.5]
        let sure = (p.max() ?? 1) * 0.45
        color = Color.white.mixed(with: Color.series[found[index] % Color.series.count], sure)
      }
      rgb += [color.red, color.green, color.blue]
    }
    return PixelImage(width: size, height: size, rgb: rgb)
  }

  func figure(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    var rows: [[DataTable.Cell]] = []
    for sample in 0..<run.training.count {
      let p = place(sample)
      let label: DataTable.Cell =
        run.trainingLabels.isEmpty ? .empty : .user(run.classNames[run.trainingLabels[sample]])
      rows.append([.number(original(p.x, x)), .number(original(p.y, y)), label])
    }
    return try CourseFigure(
      "decision-regions", words, data: DataTable([.init("x"), .init("y"), .init("label")], rows: rows)
    ) { (w: Words) throws(ReportError) -> any Figure in
      var marks: [Mark] = [.image(image, x: original(xRange, x), y: original(yRange, y))]
      let shapes = PointMark.Shape.allCases
      let labels = run.trainingLabels.isEmpty ? Array(repeating: 0, count: run.training.count) : run.trainingLabels
      for label in Set(labels).sorted().prefix(12) {
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
        title: try w("decision-regions.title"), x: Axis(featureX, range: original(xRange, x)),
        y: Axis(featureY, range: original(yRange, y)),
        marks: marks, hasLegend: true)
    }
  }
}
