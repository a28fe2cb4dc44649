import Dispatch
import Plotting
import RealModule
import Records
import Tensors

/// w3: figures as PNG of 1600 × 1000 pixels and as SVG, in memory; fonts are opened before the clock starts.
enum FigureWorkloads {
  static var all: [Workload] {
    [
      Workload(name: "w3a") { [try row("w3a", "gradus", curves, $0)] },
      Workload(name: "w3b") { [try row("w3b", "gradus", [points(100_000)], $0)] },
      Workload(name: "growth-figures") { conditions in
        try [1, 2, 4, 8, 16].map { count in
          let charts = (0..<count).map { curves[$0 % curves.count] }
          return try row("growth-figures", "\(count)", charts, conditions)
        }
      },
      Workload(name: "growth-points") { conditions in
        try [1_000, 10_000, 100_000, 1_000_000].map { count in
          try row("growth-points", "\(count)", [points(count)], conditions)
        }
      },
    ]
  }

  private static func row(
    _ workload: String, _ peer: String, _ charts: [Chart], _ conditions: Conditions
  ) throws -> Row {
    let threads = min(conditions.threads, charts.count)
    let painters = (0..<threads).map { _ in Painter() }
    let measurement = try conditions.measure {
      if threads > 1 {
        DispatchQueue.concurrentPerform(iterations: threads) { painters[$0].draw(charts, from: $0, by: threads) }
      } else {
        painters[0].draw(charts, from: 0, by: 1)
      }
      for painter in painters {
        if let failure = painter.failure { throw WrongWork(description: "\(workload): \(failure)") }
      }
    }
    return Row(
      workload: workload, peer: peer, measurement: measurement,
      details: [
        ("figures", .integer(charts.count)), ("bytes", .integer(painters.reduce(0) { $0 + $1.bytes })),
        ("threads", .integer(threads)),
      ])
  }

  /// A renderer with what it has drawn. Each is used by one thread at a time: that makes it safe to hand around.
  private final class Painter: @unchecked Sendable {
    private let renderer = Renderer()
    private(set) var bytes = 0
    private(set) var failure: PlottingError?

    func draw(_ charts: [Chart], from first: Int, by step: Int) {
      bytes = 0
      do {
        for index in stride(from: first, to: charts.count, by: step) {
          let chart = charts[index]
          let list = chart.displayList(measuring: renderer.typesetter)
          bytes += try renderer.png(list, scale: 2).count
          bytes += try renderer.svg(list, prefix: "w3", title: chart.title, description: chart.title).count
        }
      } catch {
        failure = error
      }
    }
  }

  /// −log p, binary entropy, and a cost curve of 1,000 steps on a logarithmic axis.
  private static let curves: [Chart] = {
    let p = (0..<1_000).map { 0.001 + 0.998 * Double($0) / 999 }
    let steps = (1...1_000).map(Double.init)
    var (first, second) = (SeededGenerator(seed: 11), SeededGenerator(seed: 12))
    let training = steps.map { 2.3 * Double.exp(-$0 / 180) + 0.01 + 0.02 * first.uniform() }
    let validation = steps.map { 2.3 * Double.exp(-$0 / 200) + 0.05 + 0.02 * second.uniform() }
    let information = p.map { -Double.log($0) }
    let entropy = p.map { -$0 * Double.log2($0) - (1 - $0) * Double.log2(1 - $0) }
    return [
      chart("−log p", Axis("p"), Axis("−log p"), [.line(LineMark(x: p, y: information, label: "−log p"))]),
      chart("Binary entropy", Axis("p"), Axis("H(p) [bit]"), [.line(LineMark(x: p, y: entropy, label: "H(p)"))]),
      chart(
        "Cost curve", Axis("step"), Axis("cost", .logarithmic),
        [
          .line(LineMark(x: steps, y: training, label: "training")),
          .line(LineMark(x: steps, y: validation, color: .vermilion, label: "validation")),
        ]),
    ]
  }()

  /// Points below a diagonal.
  private static func points(_ count: Int) -> Chart {
    var generator = SeededGenerator(seed: 13)
    let x = (0..<count).map { _ in generator.uniform() }
    let places = x.map { Point($0, $0 * generator.uniform()) }
    return chart("\(count) points", Axis("x"), Axis("y"), [.points(PointMark(places, radius: 1))])
  }

  private static func chart(_ title: String, _ x: Axis, _ y: Axis, _ marks: [Mark]) -> Chart {
    var (x, y) = (x, y)
    (x.hasGrid, y.hasGrid) = (true, true)
    return Chart(title: title, x: x, y: y, marks: marks, size: Size(800, 500), hasLegend: true)
  }
}
