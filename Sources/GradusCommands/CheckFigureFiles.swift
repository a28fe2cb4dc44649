import CheckCommand
import CourseReport
import Foundation
import GradientChecking
import Plotting
import Records

/// The figures of `gradus check --figures DIR`: scatter and error map of each array.
struct CheckFigureFiles: FigureDrawing {
  func draw(_ result: CheckResult, subjects: [any Subject], into folder: String) throws -> [String] {
    let renderer = Renderer()
    var files: [String] = []
    for (place, subject) in result.subjects.enumerated() {
      for (index, array) in subject.arrays.enumerated() where array.checked > 0 {
        let base = "\(place + 1)-\(Self.slug(subject.name))-\(index + 1)-\(Self.slug(array.name))"
        for (name, figure) in CheckFigures(subject: subject, array: array).all {
          let list = figure.displayList(measuring: renderer.typesetter)
          let title = "\(subject.name) \(array.name)"
          let svg = try renderer.svg(list, prefix: "check", title: title, description: "\(title): \(name)")
          try AtomicFile.write(svg, to: "\(folder)/\(base)-\(name).svg")
          try AtomicFile.write(try renderer.png(list), to: "\(folder)/\(base)-\(name).png")
          files += ["\(base)-\(name).svg", "\(base)-\(name).png"]
        }
      }
    }
    return files
  }

  /// Lower-case ASCII letters, digits and hyphens.
  static func slug(_ name: String) -> String {
    let mapped = name.lowercased().unicodeScalars.map { scalar -> Character in
      ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "-"
    }
    let joined = String(mapped).split(separator: "-").joined(separator: "-")
    return joined.isEmpty ? "x" : String(joined.prefix(40))
  }
}

/// The figures of one array of a check.
struct CheckFigures {
  let subject: SubjectResult
  let array: ArrayResult

  var all: [(name: String, figure: any Figure)] {
    var figures: [(name: String, figure: any Figure)] = [("scatter", scatter)]
    if let map = errorMap { figures.append(("errors", map)) }
    return figures
  }

  /// Claimed against measured, with the diagonal.
  private var scatter: Chart {
    let compared = array.elements.filter { $0.analytic.isFinite && $0.numeric.isFinite }
    let right = compared.filter { $0.status == .match || $0.status == .kink }.map { Point($0.numeric, $0.analytic) }
    let wrong = compared.filter { $0.status != .match && $0.status != .kink }.map { Point($0.numeric, $0.analytic) }
    let largest = compared.reduce(0) { max($0, abs($1.numeric), abs($1.analytic)) }
    let limit = largest > 0 ? largest : 1
    var marks: [Mark] = [
      .line(LineMark([Point(-limit, -limit), Point(limit, limit)], color: .frame, width: 1, dash: [4, 3]))
    ]
    if !right.isEmpty { marks.append(.points(PointMark(right, color: .blue, label: "agrees"))) }
    if !wrong.isEmpty {
      marks.append(.points(PointMark(wrong, color: .vermilion, shape: .cross, radius: 5, label: "differs")))
    }
    return Chart(
      title: "\(subject.name), \(array.name): claimed against measured", x: Axis("measured"),
      y: Axis("claimed", hasGrid: true),
      marks: marks, size: Size(420, 420), hasLegend: true)
  }

  /// The relative error of each element, as a map.
  private var errorMap: HeatMap? {
    guard array.checked == array.elementCount, let width = array.shape.last, width > 0, array.checked > 1 else {
      return nil
    }
    let exponents = array.elements.map { element -> Double in
      let error = element.relativeError
      return error.isNaN ? 0 : log10(max(error, 1e-16))
    }
    let rows = stride(from: 0, to: exponents.count, by: width).map {
      Array(exponents[$0..<min($0 + width, exponents.count)])
    }
    return HeatMap(
      title: "\(subject.name), \(array.name): relative error of each element", rows: rows, unit: "log₁₀ relative error",
      cellTexts: rows.map { $0.map { $0.rounded() == 0 ? "0" : "−\(Int(-$0.rounded()))" } }, range: -16...0,
      size: Size(420, 420))
  }
}
