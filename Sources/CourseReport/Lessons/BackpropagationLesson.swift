import Foundation
import Networks
import Plotting
import Tensors

/// Lesson 1: backpropagation.
public enum BackpropagationLesson: Lesson {
  /// `backpropagation`.
  public static let name = LessonName.backpropagation

  /// Too small, good, too large; a configuration may name others.
  private static let rates = [0.01, 0.3, 6]
  private static let rateSteps = 30

  /// Computes the lesson.
  public static func content(in run: CourseRun, words: LessonWords) throws(ReportError) -> LessonContent {
    let step = try LectureStep()
    let descent = DescentFigures(step)
    let graph = ChainGraph(step)
    let product = step.preactivations.elements[1] - 0.0
    let x = LectureStep.input.elements
    let weights = step.objective.network.parameters[0].value.elements
    let bias = step.objective.network.parameters[1].value.elements
    let terms = (0..<3).map { x[$0] * weights[5 * $0 + 1] }
    let rates = run.configuration.training.rates.isEmpty ? Self.rates : run.configuration.training.rates
    let descents = LearningRates(rates: rates, costs: rates.map { step.descend(rate: $0, steps: rateSteps) })
    let passes = GradientPasses(
      lecture: step.objective.network.parameterCount, report: run.trained.network.parameterCount)
    let predictions = [3.0, 1]
    let answers = [1.0, 3]
    let errors = zip(predictions, answers).map { $0 - $1 }
    let squares = errors.map { $0 * $0 }
    var values: TemplateValues = [
      "firstInput": Course.list(Array(x.prefix(3))), "firstPrediction": .number(step.prediction.elements[0], digits: 3),
      "firstTarget": .number(LectureStep.answers.elements[0]),
      "productTerms": .text(
        (0..<3).map { "\(factor(x[$0])) × \(factor(weights[5 * $0 + 1]))" }.joined(separator: " + ")),
      "productValue": .number(terms.reduce(0, +), digits: 3), "predictionsText": Course.list(predictions),
      "answersText": Course.list(answers), "errorsText": Course.list(errors), "squaresText": Course.list(squares),
      "errorSum": .number(errors.reduce(0, +)), "squareSum": .number(squares.reduce(0, +)),
      "stepRate": .number(LectureStep.rate), "rateSteps": .integer(rateSteps),
      "stepCost": .number(step.gradient.cost, digits: 4),
    ]
    guard abs(product - terms.reduce(0, +) - bias[1]) < 1e-12 else {
      throw ReportError(.defect, "the product does not add up")
    }
    values.merge(descent.values) { $1 }
    values.merge(descents.values) { $1 }
    values.merge(passes.values) { $1 }
    values.merge(graph.values) { $1 }
    let words = words.with(values)
    return LessonContent(
      name: name, values: values,
      figures: [
        try network(words, step), try matrixProduct(words, step), try signedErrors(words, errors, squares),
        try descent.step(words),
        try descents.figure(words), try descent.contour(words), try graph.chain(words), try graph.gates(words),
        try graph.fork(words), try passes.figure(words),
      ],
      tables: [
        "update": try update(words, step), "three-ways": try threeWays(words, step), "costs": costTable(step),
        "names": names(),
      ],
      listings: try listings(), thumbnail: "network")
  }

  /// A number as it stands in a product: a negative one in brackets.
  private static func factor(_ number: Double) -> String {
    let text = NumberText.text(number, .trimmed(3), in: .en)
    return number < 0 ? "(\(text))" : text
  }

  private static func network(_ words: LessonWords, _ step: LectureStep) throws(ReportError) -> CourseFigure {
    let x = Array(LectureStep.input.elements.prefix(3))
    let h = Array(step.hidden.elements.prefix(5))
    let hg = Array(step.hiddenGradient.elements.prefix(5))
    let output = step.prediction.elements[0]
    let outputGradient = (output - LectureStep.answers.elements[0]) / 2
    let weights = step.objective.network.parameters
    var table = DataTable([.init("node"), .init("value"), .init("gradient")], hasRowHeaders: true)
    for i in 0..<3 { table.add([.text("x\(i + 1)"), .number(x[i]), .number(step.gradient.input.elements[i])]) }
    for i in 0..<5 { table.add([.text("h\(i + 1)"), .number(h[i]), .number(hg[i])]) }
    table.add([.text("O"), .number(output), .number(outputGradient)])
    return try CourseFigure("network", words, data: table) { (w: Words) throws(ReportError) -> any Figure in
      func text(_ numbers: [Double]) -> [String] { numbers.map { w.number($0, .trimmed(3)) } }
      return NetworkDiagram(
        title: try w("network.title"),
        columns: [
          .init(
            ["x₁", "x₂", "x₃"], values: text(x), gradients: text(Array(step.gradient.input.elements.prefix(3))),
            label: try w("network.input"), caption: "X 2×3"),
          .init(
            ["h₁", "h₂", "h₃", "h₄", "h₅"], values: text(h), gradients: text(hg), label: try w("network.hidden"),
            caption: "X·W 2×3 · 3×5 = 2×5"),
          .init(
            ["O"], values: text([output]), gradients: text([outputGradient]), label: try w("network.output"),
            caption: "2×5 · 5×1 = 2×1"),
        ],
        weights: [
          (0..<3).map { Array(weights[0].value.elements[(5 * $0)..<(5 * $0 + 5)]) },
          weights[2].value.elements.map { [$0] },
        ], size: Size(760, 480))
    }
  }

  private static func matrixProduct(_ words: LessonWords, _ step: LectureStep) throws(ReportError) -> CourseFigure {
    let weights = step.objective.network.parameters[0].value
    let product = LectureStep.input.matrixProduct(weights)
    var table = DataTable([.init("sample", style: .integer), .init("node", style: .integer), .init("value")])
    for n in 0..<2 { for k in 0..<5 { table.add([.integer(n + 1), .integer(k + 1), .number(product[n, k])]) } }
    return try CourseFigure("matrix-product", words, data: table) { (w: Words) throws(ReportError) -> any Figure in
      func cells(_ tensor: Tensor<Double>) -> [[String]] {
        (0..<tensor.shape[0]).map { row in (0..<tensor.shape[1]).map { w.number(tensor[row, $0], .trimmed(3)) } }
      }
      return MatrixDiagram(
        title: try w("matrix-product.title"),
        matrices: [
          .init(cells(LectureStep.input), name: "X", caption: "2×3", marked: [[0, 0], [0, 1], [0, 2]]),
          .init(cells(weights), name: "W", caption: "3×5", marked: [[0, 1], [1, 1], [2, 1]], sign: "·"),
          .init(cells(product), name: "X·W", caption: "2×5", marked: [[0, 1]], sign: "="),
        ], size: Size(760, 220))
    }
  }

  private static func signedErrors(_ words: LessonWords, _ errors: [Double], _ squares: [Double]) throws(ReportError)
    -> CourseFigure
  {
    let rows = errors.indices.map { [Double($0 + 1), errors[$0], squares[$0]] }
    return try CourseFigure(
      "signed-errors", words,
      data: DataTable(
        [.init("sample", style: .integer), .init("error"), .init("square")], numbers: rows, hasRowHeaders: true)
    ) { (w: Words) throws(ReportError) -> any Figure in
      let names = [try w("signed-errors.first"), try w("signed-errors.second")]
      let size = ChartGrid.partSize(of: Size(760, 280), columns: 2, rows: 1)
      func part(_ key: String, _ numbers: [Double], _ color: Color) throws(ReportError) -> Chart {
        Chart(
          title: "", x: Axis(try w("signed-errors.\(key)"), categories: names),
          y: Axis("", hasGrid: true, includesZero: true),
          marks: [
            .bars(BarMark(numbers, color: color, width: 0.4, valueLabels: numbers.map { w.number($0) })),
            .rule(RuleMark(.horizontal, at: 0, dash: [])),
          ], size: size)
      }
      return ChartGrid(
        title: try w("signed-errors.title"),
        parts: [try part("errors", errors, .vermilion), try part("squares", squares, .blue)], columns: 2,
        size: Size(760, 280))
    }
  }

  /// Error and loss of each sample.
  private static func costTable(_ step: LectureStep) -> DataTable {
    var table = DataTable(
      [
        .init("sample", style: .integer), .init("prediction"), .init("target"), .init("error"), .init("loss"),
      ], hasRowHeaders: true)
    for (sample, (prediction, answer)) in zip(step.prediction.elements, LectureStep.answers.elements).enumerated() {
      let error = prediction - answer
      table.add([
        .integer(sample + 1), .number(prediction), .number(answer), .number(error), .number(error * error / 2),
      ])
    }
    return table
  }

  /// What the same things are called in mathematics, in this package and in PyTorch.
  private static func names() -> DataTable {
    DataTable(
      [.init("mathematics"), .init("swift"), .init("pytorch")],
      rows: [
        ["z = xW + b", "Dense", "nn.Linear"], ["a = max(z, 0)", "Elementwise(ReLU())", "torch.relu"],
        ["C = (1/N) Σ ½(O − y)²", "SquaredError", "nn.MSELoss() / 2"],
        ["∂C/∂w", "objective.gradients", "loss.backward(), w.grad"],
        ["w − α ∂C/∂w", "optimizer.step", "optimizer.step()"],
      ], hasRowHeaders: true)
  }

  private static func update(_ words: LessonWords, _ step: LectureStep) throws(ReportError) -> DataTable {
    let before = step.objective.network.parameters[0].value.elements
    let gradient = step.gradient.parameters[0].elements
    var table = DataTable([.init("weight"), .init("before"), .init("gradient"), .init("after")], hasRowHeaders: true)
    for place in before.indices {
      table.add([
        .text("W[\(place / 5 + 1), \(place % 5 + 1)]"), .number(before[place]), .number(gradient[place]),
        .number(before[place] - LectureStep.rate * gradient[place]),
      ])
    }
    return table
  }

  /// ∂C/∂W₂, by arithmetic, by the layers' backward pass, and by finite differences.
  private static func threeWays(_ words: LessonWords, _ step: LectureStep) throws(ReportError) -> DataTable {
    let style = NumberStyle.significant(8)
    var table = DataTable(
      [
        .init("weight"), .init("arithmetic", style: style), .init("backward", style: style),
        .init("difference", style: style),
      ], hasRowHeaders: true)
    let values = step.objective.network.parameters[2].value.elements
    for unit in 0..<5 {
      let byHand = (0..<2).reduce(0.0) { sum, n in
        sum + (step.prediction.elements[n] - LectureStep.answers.elements[n]) / 2 * step.hidden.elements[5 * n + unit]
      }
      let measured = Course.slope(of: { w in step.cost { $0[2].value.elements[unit] = w } }, at: values[unit])
      table.add([
        .text("w₂[\(unit + 1)]"), .number(byHand), .number(step.gradient.parameters[2].elements[unit]),
        .number(measured),
      ])
    }
    return table
  }

  private static func listings() throws(ReportError) -> [String: CodeListing] {
    func text(_ file: String) throws(ReportError) -> String {
      do {
        let url = try SharedFiles.locate().folder(.templates).appendingPathComponent("listings/\(file)")
        return try String(contentsOf: url, encoding: .utf8)
      } catch { throw ReportError(.unavailable, place: "templates/listings/\(file)", "the listing cannot be read") }
    }
    return [
      "swift": CodeListing(language: "Swift", text: try text("step.swift")),
      "pytorch": CodeListing(language: "Python", text: try text("step.py")),
    ]
  }
}
