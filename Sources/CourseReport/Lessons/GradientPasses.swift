import Plotting

/// How many forward passes one whole gradient takes, by the number of parameters.
struct GradientPasses {
  private struct Network {
    /// The key of its name, or the name itself.
    var key: String?
    var name = ""
    var parameters: Int
  }

  private let networks: [Network]

  /// A backward pass costs about two forward passes: one product for the inputs, one for the weights.
  private static let backwardPasses = 3

  /// A chain of dense layers.
  private static func dense(_ sizes: [Int]) -> Network {
    Network(
      name: sizes.map(String.init).joined(separator: "-"),
      parameters: zip(sizes, sizes.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 })
  }

  init(lecture: Int, report: Int) {
    networks = [
      Network(key: "lecture", parameters: lecture), Network(key: "report", parameters: report),
      Self.dense([64, 64, 10]), Self.dense([784, 128, 10]),
    ]
  }

  private static func differencePasses(_ parameters: Int) -> Int { 2 * parameters }

  var values: TemplateValues {
    let (lecture, large) = (networks[0].parameters, networks[3].parameters)
    return [
      "lectureParameters": .integer(lecture), "lecturePasses": .integer(Self.differencePasses(lecture)),
      "largeParameters": .integer(large), "largePasses": .integer(Self.differencePasses(large)),
      "backwardPasses": .integer(Self.backwardPasses),
    ]
  }

  func figure(_ words: LessonWords) throws(ReportError) -> CourseFigure {
    var table = DataTable(
      [
        .init("network"), .init("parameters", style: .integer), .init("difference-passes", style: .integer),
        .init("backward-passes", style: .integer),
      ], hasRowHeaders: true)
    for network in networks {
      table.add([
        try network.key.map { key throws(ReportError) in .localized(try words("network-name.\(key)")) }
          ?? .text(network.name), .integer(network.parameters),
        .integer(Self.differencePasses(network.parameters)), .integer(Self.backwardPasses),
      ])
    }
    let xs = networks.map { Double($0.parameters) }.sorted()
    let ys = xs.map { Double(Self.differencePasses(Int($0))) }
    return try CourseFigure("passes", words, data: table) { (w: Words) throws(ReportError) -> any Figure in
      let flat = [Double](repeating: Double(Self.backwardPasses), count: xs.count)
      var marks: [Mark] = [
        .line(LineMark(x: xs, y: ys, color: .vermilion, label: try w("passes.difference"))),
        .line(LineMark(x: xs, y: flat, label: try w("passes.backward"))),
        .points(PointMark(zip(xs, ys).map { Point($0, $1) }, color: .vermilion)),
        .points(PointMark(zip(xs, flat).map { Point($0, $1) }, shape: .square)),
      ]
      for network in networks {
        let at = Point(Double(network.parameters), Double(Self.differencePasses(network.parameters)))
        marks.append(
          .note(
            NoteMark(
              try network.key.map { key throws(ReportError) in try w("network-name.\(key)") } ?? network.name, at: at,
              offset: Point(10, 12))))
      }
      return Chart(
        title: try w("passes.title"), x: Axis(try w("passes.x"), .logarithmic),
        y: Axis(try w("passes.y"), .logarithmic, range: 1...1e6, hasGrid: true), marks: marks, size: Size(760, 360))
    }
  }
}
