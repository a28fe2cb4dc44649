/// Lines of equal value, their values beside the longest piece of each.
extension MarkPainter {
  mutating func paint(_ mark: ContourMark) {
    let (x, y) = (mark.grid.x, mark.grid.y)
    for (index, level) in mark.levels.enumerated() {
      var longest: [Point] = []
      for line in MarchingSquares.lines(mark.grid, level: level) {
        let places = line.compactMap { share in
          plane.place(
            Point(
              x.lowerBound + (x.upperBound - x.lowerBound) * share.x,
              y.lowerBound + (y.upperBound - y.lowerBound) * share.y))
        }
        for piece in LineClipping.pieces(places, in: frame) {
          stroke(piece, Stroke(mark.color, width: mark.width))
          if piece.count > longest.count { longest = piece }
        }
      }
      guard index < mark.labels.count, longest.count > 2 else { continue }
      let at = longest[longest.count / 3]
      wishes.append(
        LabelWish(mark.labels[index], at: at, offset: Point(0, -4), color: mark.color.forText, style: .small, reach: 26)
      )
    }
  }
}
