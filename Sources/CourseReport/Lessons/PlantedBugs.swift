import GradientChecking
import Networks
import Plotting
import RealModule
import Tensors

/// The same small network with one mistake after the other in its gradient, and what the checker says.
struct PlantedBugs {
  private static let shown: [PlantedBug] = [
    .sign, .doubled, .missingMean, .transpose, .missingRegularization, .element,
  ]
  /// Features, hidden nodes, classes.
  private static let widths = [4, 6, 3]
  private let results: [(bug: PlantedBug, result: SubjectResult)]

  var values: TemplateValues {
    ["bugNetwork": .text(Self.widths.map(String.init).joined(separator: " → ")), "bugCount": .integer(results.count)]
  }

  init(_ run: CourseRun) throws(ReportError) {
    var generator = run.generator("gradient-checking.bugs")
    do {
      let network = try Network(
        inputShape: [Self.widths[0]],
        specifications: [
          Specification("dense", main: .number(Double(Self.widths[1]))), Specification("tanh"),
          Specification("dense", main: .number(Double(Self.widths[2]))),
        ],
        generator: &generator)
      let objective = Objective(network: network, loss: SoftmaxCrossEntropy<Double>(), regularization: 0.1)
      let input = Tensor(
        shape: [5, Self.widths[0]], elements: (0..<(5 * Self.widths[0])).map { _ in generator.normal() })
      let labels = (0..<5).map { _ in generator.integer(below: Self.widths[2]) }
      var options = CheckOptions()
      options.seed = run.seed
      options.probe = false
      let checker = GradientChecker(options: options)
      var results: [(bug: PlantedBug, result: SubjectResult)] = []
      for bug in Self.shown {
        let subject = try NetworkSubject(
          name: bug.rawValue, objective: objective, input: input, targets: .classes(labels), wrt: .parameters
        ) { bug.spoil($0, objective: $1, input: $2) }
        results.append((bug, checker.check(subject)))
      }
      self.results = results
    } catch { throw ReportError(.defect, "\(error)") }
  }

  /// The relative errors of an array as powers of ten, row by row.
  static func errorRows(_ array: ArrayResult?) -> [[Double]] {
    guard let array, let width = array.shape.last, width > 0, !array.elements.isEmpty else { return [[-16]] }
    let exponents = array.elements.map { max(-16, log10(max($0.relativeError, 1e-16))) }
    return stride(from: 0, to: exponents.count, by: width).map {
      Array(exponents[$0..<min($0 + width, exponents.count)])
    }
  }

  private static func log10(_ x: Double) -> Double { Double.log10(x) }

  private func weights(_ result: SubjectResult) -> ArrayResult? { result.arrays.first { $0.shape.count == 2 } }

  /// Claimed over measured, short enough for a cell.
  private static func ratio(_ element: ElementResult, _ words: Words) -> String {
    let ratio = element.analytic / element.numeric
    guard ratio.isFinite else { return "" }
    // A sign takes the room of a digit.
    let digits = (abs(ratio) < 0.995 ? 2 : 3) - (ratio < 0 ? 1 : 0)
    return words.number(ratio, abs(ratio) < 99.5 ? .trimmed(digits) : .fixed(0))
  }

  private static func ratioRows(_ array: ArrayResult?, _ words: Words) -> [[String]] {
    guard let array, let width = array.shape.last, width > 0 else { return [] }
    return stride(from: 0, to: array.elements.count, by: width).map { start in
      array.elements[start..<min(start + width, array.elements.count)].map { ratio($0, words) }
    }
  }

  func figure(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    var table = DataTable([
      .init("bug"), .init("row", style: .integer), .init("node", style: .integer), .init("ratio"),
      .init("relative-error", style: .scientific(2)),
    ])
    let columns = Self.widths[1]
    for (bug, result) in results {
      let title = try words("bug.\(bug.rawValue)")
      for element in weights(result)?.elements ?? [] {
        table.add([
          .localized(title), .integer(element.offset / columns), .integer(element.offset % columns),
          .number(element.analytic / element.numeric), .number(element.relativeError),
        ])
      }
    }
    return try CourseFigure("planted-bugs", words, data: table) { (w: Words) throws(ReportError) -> any Figure in
      var parts: [any Figure] = []
      for (bug, result) in results {
        parts.append(
          HeatMap(
            title: try w("bug.\(bug.rawValue)"), rows: Self.errorRows(weights(result)),
            cellTexts: Self.ratioRows(weights(result), w), range: -16...0, hasColorBar: false))
      }
      return ChartGrid(
        title: try w("planted-bugs.title"), parts: parts, columns: 3,
        colorBar: ColorBar(range: -16...0, label: try w("planted-bugs.unit")), size: Size(760, 390))
    }
  }

  func table(_ words: LessonWords) throws(ReportError) -> DataTable {
    var table = DataTable([.init("bug"), .init("found"), .init("cause")], hasRowHeaders: true)
    let known: Set<String> = [
      "sign", "scale", "missing-mean", "extra-mean", "transpose", "permuted", "regularization", "single-element",
      "array-only",
    ]
    for (bug, result) in results {
      let code = result.arrays.flatMap(\.diagnosis).first?.code.rawValue ?? "other"
      table.add([
        .localized(try words("bug.\(bug.rawValue)")), .localized(try words("result.\(result.verdict.rawValue)")),
        .localized(try words("cause.\(known.contains(code) ? code : "other")")),
      ])
    }
    return table
  }
}
