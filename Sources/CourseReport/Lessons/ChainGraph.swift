import Networks
import Plotting
import Tensors

/// Computational graphs with values and gradients: one path of the lecture's network, gates, a fork.
struct ChainGraph {
  /// The path x₁ → z₁ → a₁ → O → C of the first sample alone.
  private let x: Double
  private let w1: Double
  private let z: Double
  private let a: Double
  private let w2: Double
  private let o: Double
  private let y: Double
  private let rest: Double

  init(_ step: LectureStep) {
    let parameters = step.objective.network.parameters
    x = LectureStep.input.elements[0]
    w1 = parameters[0].value.elements[0]
    z = step.preactivations.elements[0]
    a = step.hidden.elements[0]
    w2 = parameters[2].value.elements[0]
    o = step.prediction.elements[0]
    y = LectureStep.answers.elements[0]
    rest = o - a * w2
  }

  private var cost: Double { (o - y) * (o - y) / 2 }
  private var dO: Double { o - y }
  private var dA: Double { dO * w2 }
  private var reluSlope: Double { z > 0 ? 1 : 0 }
  private var dZ: Double { dA * reluSlope }
  private var dW: Double { dZ * x }
  private let gates = (x: -2.0, y: 5.0, z: -4.0)
  private let forkX = 2.0

  var values: TemplateValues {
    let sum = gates.x + gates.y
    return [
      "localX": .number(x), "localRelu": .number(reluSlope), "localW": .number(w2), "localC": .number(dO, digits: 4),
      "chainGradient": .number(dW, digits: 4),
      "gateInX": .number(gates.x), "gateInY": .number(gates.y), "gateInZ": .number(gates.z),
      "gateValue": .number(sum * gates.z), "gateX": .number(gates.z), "gateY": .number(gates.z), "gateZ": .number(sum),
      "forkX": .number(forkX),
      "forkA": .number(2 * forkX), "forkB": .number(3), "forkSum": .number(2 * forkX + 3),
    ]
  }

  private func table(_ rows: [(String, Double, Double)]) -> DataTable {
    DataTable(
      [.init("name"), .init("value"), .init("gradient")],
      rows: rows.map { [.text($0.0), .number($0.1), .number($0.2)] }, hasRowHeaders: true)
  }

  func chain(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let rows = [("w1", w1, dW), ("z1", z, dZ), ("a1", a, dA), ("O", o, dO), ("C", cost, 1)]
    return try CourseFigure("chain-graph", words, data: table(rows)) { (w: Words) throws(ReportError) -> any Figure in
      func t(_ number: Double) -> String { w.number(number, .trimmed(3)) }
      return ComputationalGraph(
        title: try w("chain-graph.title"),
        nodes: [
          .init("w1", "w₁", value: t(w1), gradient: t(dW)),
          .init("z", "z₁", value: t(z), gradient: t(dZ), from: ["w1"], slopes: ["x₁ = \(t(x))"]),
          .init("a", "a₁", value: t(a), gradient: t(dA), from: ["z"], slopes: ["ReLU′ = \(t(reluSlope))"]),
          .init("O", "O", value: t(o), gradient: t(dO), from: ["a"], slopes: ["w₂ = \(t(w2))"]),
          .init("C", "C", value: t(cost), gradient: "1", from: ["O"], slopes: ["O − y = \(t(dO))"]),
        ], size: Size(760, 180))
    }
  }

  func gates(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let sum = gates.x + gates.y
    let rows = [
      ("x", gates.x, gates.z), ("y", gates.y, gates.z), ("z", gates.z, sum), ("x + y", sum, gates.z),
      ("f", sum * gates.z, 1),
    ]
    return try CourseFigure("add-multiply", words, data: table(rows)) { (w: Words) throws(ReportError) -> any Figure in
      ComputationalGraph(
        title: try w("add-multiply.title"),
        nodes: [
          .init("x", "x", value: w.number(gates.x), gradient: w.number(gates.z)),
          .init("y", "y", value: w.number(gates.y), gradient: w.number(gates.z)),
          .init("z", "z", value: w.number(gates.z), gradient: w.number(sum)),
          .init("sum", "+", value: w.number(sum), gradient: w.number(gates.z), from: ["x", "y"]),
          .init("f", "×", value: w.number(sum * gates.z), gradient: "1", from: ["sum", "z"]),
        ], size: Size(760, 260))
    }
  }

  func fork(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let square = forkX * forkX
    let rows = [("x", forkX, 2 * forkX + 3), ("x²", square, 1), ("3x", 3 * forkX, 1), ("f", square + 3 * forkX, 1)]
    return try CourseFigure("fork-graph", words, data: table(rows)) { (w: Words) throws(ReportError) -> any Figure in
      ComputationalGraph(
        title: try w("fork-graph.title"),
        nodes: [
          .init("x", "x", value: w.number(forkX), gradient: w.number(2 * forkX + 3)),
          .init(
            "square", "x²", value: w.number(square), gradient: "1", from: ["x"], slopes: ["2x = \(w.number(2 * forkX))"]
          ),
          .init("triple", "3x", value: w.number(3 * forkX), gradient: "1", from: ["x"], slopes: ["3"]),
          .init("f", "+", value: w.number(square + 3 * forkX), gradient: "1", from: ["square", "triple"]),
        ], size: Size(760, 240))
    }
  }
}
