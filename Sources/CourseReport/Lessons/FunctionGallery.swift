import GradientChecking
import Networks
import Plotting
import RealModule
import Tensors

/// Functions with what they are like at 0, and what the checker finds.
enum FunctionGallery {
  private struct Function {
    var key: String
    var f: @Sendable (Double) -> Double
  }

  private static let functions: [Function] = [
    Function(key: "smooth") { $0 * $0 + $0 }, Function(key: "relu") { max($0, 0) },
    Function(key: "absolute") { abs($0) }, Function(key: "step") { $0 > 0 ? 1 : 0 },
    Function(key: "round") { $0.rounded() }, Function(key: "root") { abs($0).squareRoot() },
    Function(key: "oscillation") { $0 == 0 ? 0 : $0 * Double.sin(1 / $0) },
    Function(key: "noisy") { $0 * $0 + $0 + noise($0) }, Function(key: "undefined") { $0.squareRoot() },
  ]

  /// Where vertical axes are cut.
  static let limit = 20.0

  /// Something of the size 1e-4 that depends on every bit of x.
  private static func noise(_ x: Double) -> Double {
    var generator = SeededGenerator(seed: x.bitPattern)
    return 1e-4 * (2 * generator.uniform() - 1)
  }

  private static func check(_ function: Function, at point: [Double], probe: Bool, seed: UInt64) -> SubjectResult {
    var options = CheckOptions()
    options.seed = seed
    options.probe = probe
    let own = function.f
    var subject = FunctionSubject(
      name: function.key, point: point, value: { $0.map(own).reduce(0, +) },
      gradient: { $0.map { x in x == 0 ? (own(0x1p-17) - own(-0x1p-17)) * 0x1p16 : Course.slope(of: own, at: x) } })
    subject.hints.domains = ["x": -2...2]
    return GradientChecker(options: options).check(subject)
  }

  /// What the checker says of the slope at 0.
  private static func finding(_ function: Function, _ words: LessonWords, seed: UInt64) throws(ReportError)
    -> LocalizedText
  {
    let result = check(function, at: [0], probe: false, seed: seed)
    let element = result.arrays.first?.elements.first
    var key = result.status == .nonfinite ? "nonfinite" : element?.status.rawValue ?? "inconclusive"
    if let kind = element?.singularity?.rawValue, words[.en].contains("at.\(key).\(kind)") { key += ".\(kind)" }
    if key == "match", element?.numeric == 0, element?.left == 0, element?.right == 0 { key = "flat" }
    if !words[.en].contains("at.\(key)") { key = "inconclusive" }
    return try words("at.\(key)")
  }

  static func figure(_ words: LessonWords, seed: UInt64) throws(ReportError) -> CourseFigure {
    let steps = Course.logGrid(1e-6, 1, 60)
    var findings: [LocalizedText] = []
    for function in functions { findings.append(try finding(function, words, seed: seed)) }
    var table = DataTable(
      [.init("function"), .init("at-zero"), .init("h", style: .scientific(2)), .init("left"), .init("right")])
    for (function, finding) in zip(functions, findings) {
      let title = try words("fn.\(function.key)")
      for h in steps.enumerated().filter({ $0.offset % 6 == 0 }).map(\.element) {
        table.add([
          .localized(title), .localized(finding), .number(h), .number((function.f(0) - function.f(-h)) / h),
          .number((function.f(h) - function.f(0)) / h),
        ])
      }
    }
    return try CourseFigure("function-gallery", words, data: table) { (w: Words) throws(ReportError) -> any Figure in
      var parts: [any Figure] = []
      var keys: [Mark] = []
      for (index, function) in functions.enumerated() {
        let left = steps.map { (function.f(0) - function.f(-$0)) / $0 }
        let right = steps.map { (function.f($0) - function.f(0)) / $0 }
        let isTall = (left + right).contains { abs($0) > limit }
        keys = [
          .line(LineMark(x: steps, y: left, color: .vermilion, label: try w("function-gallery.left"), dash: [5, 3])),
          .line(LineMark(x: steps, y: right, color: .blue, label: try w("function-gallery.right"))),
        ]
        parts.append(
          Chart(
            title: "\(try w("fn.\(function.key)")): \(findings[index][w.language])",
            x: Axis(index >= 6 ? try w("function-gallery.x") : "", .logarithmic, range: 1e-6...1, tickCount: 4),
            y: Axis(
              index % 3 == 0 ? try w("function-gallery.y") : "", range: isTall ? -limit...limit : -1.5...2.2,
              tickCount: 4, hasGrid: true),
            marks: keys.map(\.unnamed)))
      }
      return ChartGrid(
        title: try w("function-gallery.title"), parts: parts, columns: 3, keys: keys, size: Size(760, 700))
    }
  }

  /// The functions that are of one kind over their whole range.
  private static let probed: Set<String> = ["smooth", "relu", "absolute", "step", "round", "undefined"]

  /// What the checker's probe finds over a whole range.
  static func table(_ words: LessonWords, seed: UInt64) throws(ReportError) -> DataTable {
    var table = DataTable([.init("function"), .init("verdict"), .init("trainable")], hasRowHeaders: true)
    for function in functions where probed.contains(function.key) {
      let result = check(function, at: [0.3, 0.8, 1.1], probe: true, seed: seed)
      let found = result.differentiability ?? .notProbed
      let works = found == .smooth || found == .almostEverywhere
      table.add([
        .localized(try words("fn.\(function.key)")), .localized(try words("word.\(found.rawValue)")),
        .localized(try words(works ? "can.yes" : found == .undefined ? "can.domain" : "can.no")),
      ])
    }
    return table
  }
}
