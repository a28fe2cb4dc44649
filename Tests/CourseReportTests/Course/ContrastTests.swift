import Plotting
import Testing

@testable import CourseReport

/// Whether every figure can be read: the contrast of its texts and lines with what is under them, by WCAG 2.
@Suite struct ContrastTests {
  @Test(arguments: LessonName.course)
  func `texts have a contrast of 4.5 with what they stand on`(lesson: LessonName) throws {
    let typesetter = Typesetter()
    for (own, figure) in try WholeCourse.figures.get() where own == lesson {
      for language in Language.allCases {
        let list = figure.drawing[language].displayList(measuring: typesetter)
        var ground = Ground()
        for command in list.commands {
          guard case .text(let run) = command else {
            ground.add(command)
            continue
          }
          let extent = typesetter.measure(run.string, run.style)
          let contrast = run.color.contrast(with: ground.color(at: Self.middle(run, extent)))
          #expect(contrast >= 4.5, "\(figure.name).\(language.rawValue): '\(run.string)' \(contrast)")
        }
      }
    }
  }

  @Test(arguments: LessonName.course)
  func `coloured lines and points have a contrast of 3 with white`(lesson: LessonName) throws {
    let typesetter = Typesetter()
    // What is not data: grid, cells of matrices, halos, the borders of bands.
    for (own, figure) in try WholeCourse.figures.get() where own == lesson {
      let list = figure.drawing[.en].displayList(measuring: typesetter)
      let isMap = list.commands.contains { if case .image = $0 { true } else { false } }
      for case .path(_, nil, let stroke?) in list.commands where stroke.width >= 2 && !isMap {
        let contrast = stroke.color.contrast(with: .white)
        #expect(contrast >= 3 || Self.isPaleWeight(stroke), "\(figure.name): \(stroke.color) \(contrast)")
      }
    }
  }

  /// Weights of a network drawing are told apart by their width; they are paler than data.
  private static func isPaleWeight(_ stroke: Stroke) -> Bool {
    [Color.blue, .vermilion].contains {
      $0.mixed(with: .white, 0.35) == stroke.color || $0.mixed(with: .white, 0.72) == stroke.color
    }
  }

  private static func middle(_ run: TextRun, _ extent: TextExtent) -> Point {
    guard run.rotation == 0 else { return run.at }
    let x = run.anchor == .start ? extent.width / 2 : run.anchor == .end ? -extent.width / 2 : 0
    let height = extent.ascent + extent.descent
    let y =
      switch run.baseline {
      case .alphabetic: -extent.ascent * 0.35
      case .middle: 0.0
      case .top: height / 2
      case .bottom: -height / 2
      }
    return Point(run.at.x + x, run.at.y + y)
  }
}

/// What is filled below a point.
private struct Ground {
  private var areas: [(contains: (Point) -> Bool, color: (Point) -> Color)] = []

  mutating func add(_ command: DrawingCommand) {
    switch command {
    case .path(let path, let fill?, _): areas.append(({ Self.contains(path, $0) }, { _ in fill }))
    case .image(let image, let frame):
      areas.append(
        (
          { frame.contains($0) },
          { p in
            let column = min(image.width - 1, max(0, Int((p.x - frame.x) / frame.width * Double(image.width))))
            let row = min(image.height - 1, max(0, Int((p.y - frame.y) / frame.height * Double(image.height))))
            let place = 3 * (row * image.width + column)
            return Color(image.rgb[place], image.rgb[place + 1], image.rgb[place + 2])
          }
        ))
    default: break
    }
  }

  func color(at point: Point) -> Color { areas.last { $0.contains(point) }?.color(point) ?? .white }

  /// Rectangles and circles, and polygons by the number of edges to the right of the point.
  private static func contains(_ path: Path, _ p: Point) -> Bool {
    var corners: [Point] = []
    for element in path.elements {
      switch element {
      case .rect(let rect): if rect.contains(p) { return true }
      case .circle(let center, let radius):
        let (dx, dy) = (p.x - center.x, p.y - center.y)
        if dx * dx + dy * dy <= radius * radius { return true }
      case .move(let point), .line(let point): corners.append(point)
      case .curve, .close: break
      }
    }
    guard corners.count > 2 else { return false }
    var isInside = false
    for (a, b) in zip(corners, corners.dropFirst() + [corners[0]]) where (a.y > p.y) != (b.y > p.y) {
      if p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x) { isInside.toggle() }
    }
    return isInside
  }
}

extension Rect {
  fileprivate func contains(_ p: Point) -> Bool {
    p.x >= x && p.x <= x + width && p.y >= y && p.y <= y + height
  }
}
