import Networks
import Plotting
import Tensors

/// The slope of ReLU near its corner: by backpropagation, and by central differences of two steps.
struct KinkWindow {
  private let wide = 0.5
  private let narrow = 0.2
  private let relu = Elementwise(ReLU<Double>())

  private func value(_ x: Double) -> Double { relu.forward(Tensor([x]), context: ForwardContext()).output.elements[0] }

  private func backward(_ x: Double) -> Double {
    relu.evaluate(Tensor([x]), context: ForwardContext()).pullback(Tensor([1.0])).input.elements[0]
  }

  private func central(_ x: Double, _ h: Double) -> Double { (value(x + h) - value(x - h)) / (2 * h) }

  /// A place within the wide step of the corner.
  private var place: Double { -wide / 4 }

  var values: TemplateValues {
    [
      "windowX": .number(place), "windowH": .number(wide), "windowBackward": .number(backward(place)),
      "windowCentral": .number(central(place, wide)),
    ]
  }

  func figure(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    let xs = Course.grid(-1, 1, 160)
    let slopes = xs.map(backward)
    let (wideSlopes, narrowSlopes) = (xs.map { central($0, wide) }, xs.map { central($0, narrow) })
    // The jump is no line: its left and its right end are drawn apart.
    let jump = xs.firstIndex { $0 > 0 } ?? 0
    return try CourseFigure(
      "kink-window", words,
      data: .columns([
        (.init("x"), xs), (.init("backward"), slopes), (.init("wide"), wideSlopes), (.init("narrow"), narrowSlopes),
      ])
    ) { (w: Words) throws(ReportError) -> any Figure in
      func series(_ h: Double) throws(ReportError) -> String { try w("kink-window.series", ["h": .setting(h)]) }
      return Chart(
        title: try w("kink-window.title"), x: Axis(try w("kink-window.x"), range: -1...1),
        y: Axis(try w("kink-window.y"), range: -0.1...1.1, hasGrid: true),
        marks: [
          .line(
            LineMark(
              x: Array(xs[..<jump]), y: Array(slopes[..<jump]), label: try w("kink-window.backward"), width: 3)),
          .line(LineMark(x: Array(xs[jump...]), y: Array(slopes[jump...]), width: 3)),
          .line(LineMark(x: xs, y: wideSlopes, color: .vermilion, label: try series(wide), dash: [7, 4])),
          .line(LineMark(x: xs, y: narrowSlopes, color: .green, label: try series(narrow), dash: [2, 3])),
          .points(
            PointMark(
              [Point(place, central(place, wide))], color: .vermilion, radius: 5,
              valueLabels: [w.number(central(place, wide))])),
        ], size: Size(760, 320), hasLegend: true)
    }
  }
}
