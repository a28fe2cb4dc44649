/// What a figure is drawn into: an ordered list of drawing commands in CSS pixels, origin top left, y down.
///
/// Figures produce it, tests look at it, Cairo draws it. Coordinates are finite and within ±100,000: whoever
/// appends clips data to its plot area first.
public struct DisplayList: Sendable, Equatable {
  /// The size in CSS pixels.
  public var size: Size
  /// The commands, first drawn first.
  public var commands: [DrawingCommand] = []

  /// An empty list.
  public init(size: Size) { self.size = size }
}

/// One drawing command.
public enum DrawingCommand: Sendable, Equatable {
  /// A path, filled, stroked or both.
  case path(Path, fill: Color?, stroke: Stroke?)
  /// A piece of text.
  case text(TextRun)
  /// An image of RGB pixels stretched over a rectangle without smoothing (heat maps, 10⁵ points).
  case image(PixelImage, frame: Rect)
  /// From here to `endClip`, nothing outside of the rectangle is drawn.
  case beginClip(Rect)
  /// Ends the innermost `beginClip`.
  case endClip
}

/// A figure: a value that can lay itself out.
public protocol Figure: Sendable {
  /// Lays the figure out in a display list.
  func displayList(measuring measurer: any TextMeasurer) -> DisplayList
}

/// A figure that can be laid out in any size; a grid gives its parts the size of their cells.
public protocol SizedFigure: Figure {
  /// The size in CSS pixels.
  var size: Size { get set }
}

extension DisplayList {
  /// Appends a path.
  mutating func add(_ path: Path, fill: Color? = nil, stroke: Stroke? = nil) {
    commands.append(.path(path, fill: fill, stroke: stroke))
  }

  /// Appends a text; an empty one is left out.
  mutating func add(_ run: TextRun) {
    if !run.string.isEmpty { commands.append(.text(run)) }
  }

  /// All colours that the commands name, those of images up to a number that no palette has room for.
  var colors: Set<Color> {
    var colors: Set<Color> = [.white]
    for command in commands {
      switch command {
      case .path(_, let fill, let stroke):
        if let fill { colors.insert(fill) }
        if let stroke { colors.insert(stroke.color) }
      case .text(let run): colors.insert(run.color)
      case .image(let image, _): image.insertColors(into: &colors, limit: 257)
      case .beginClip, .endClip: break
      }
    }
    return colors
  }

  /// The texts in the order in which they are drawn.
  public var texts: [TextRun] {
    commands.compactMap { if case .text(let run) = $0 { run } else { nil } }
  }
}

extension PixelImage {
  /// Adds the image's colours to a set until that has so many.
  fileprivate func insertColors(into colors: inout Set<Color>, limit: Int) {
    var last: Color?
    for place in stride(from: 0, to: rgb.count - 2, by: 3) where colors.count < limit {
      let color = Color(rgb[place], rgb[place + 1], rgb[place + 2])
      if color != last { colors.insert(color) }
      last = color
    }
  }
}

extension DrawingCommand {
  /// The same command elsewhere.
  func moved(by d: Point) -> DrawingCommand {
    func m(_ p: Point) -> Point { Point(p.x + d.x, p.y + d.y) }
    func m(_ r: Rect) -> Rect { Rect(r.x + d.x, r.y + d.y, r.width, r.height) }
    switch self {
    case .path(let path, let fill, let stroke):
      let elements = path.elements.map { element -> Path.Element in
        switch element {
        case .move(let p): .move(m(p))
        case .line(let p): .line(m(p))
        case .curve(let a, let b, let c): .curve(m(a), m(b), m(c))
        case .close: .close
        case .circle(let center, let radius): .circle(center: m(center), radius: radius)
        case .rect(let r): .rect(m(r))
        }
      }
      return .path(Path(elements), fill: fill, stroke: stroke)
    case .text(var run):
      run.at = m(run.at)
      return .text(run)
    case .image(let image, let frame): return .image(image, frame: m(frame))
    case .beginClip(let r): return .beginClip(m(r))
    case .endClip: return .endClip
    }
  }
}
