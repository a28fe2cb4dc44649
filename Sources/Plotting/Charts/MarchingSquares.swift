/// Lines of equal value on a grid, by marching squares; cells with a value that is not finite are left out.
enum MarchingSquares {
  /// A point of a grid, in units of its cells.
  private struct Edge: Hashable {
    /// The lower left grid point of the edge.
    let column: Int
    let row: Int
    let isVertical: Bool
  }

  /// The lines of a level, in shares 0…1 of the grid's width and height, from its lower left; a closed line ends
  /// where it begins.
  static func lines(_ grid: ScalarGrid, level: Double) -> [[Point]] {
    let (columns, rows) = (grid.columns, grid.rows.count)
    guard columns > 1, rows > 1, level.isFinite else { return [] }
    var next: [Edge: [Edge]] = [:]
    var order: [Edge] = []
    func join(_ a: Edge, _ b: Edge) {
      for (from, to) in [(a, b), (b, a)] {
        if next[from] == nil { order.append(from) }
        next[from, default: []].append(to)
      }
    }
    for row in 0..<(rows - 1) {
      for column in 0..<(columns - 1) {
        let corners = [grid[column, row], grid[column + 1, row], grid[column + 1, row + 1], grid[column, row + 1]]
        guard corners.allSatisfy(\.isFinite) else { continue }
        let code = corners.enumerated().reduce(0) { $0 | ($1.element >= level ? 1 << $1.offset : 0) }
        let bottom = Edge(column: column, row: row, isVertical: false)
        let right = Edge(column: column + 1, row: row, isVertical: true)
        let top = Edge(column: column, row: row + 1, isVertical: false)
        let left = Edge(column: column, row: row, isVertical: true)
        switch code {
        case 1, 14: join(left, bottom)
        case 2, 13: join(bottom, right)
        case 3, 12: join(left, right)
        case 4, 11: join(right, top)
        case 6, 9: join(bottom, top)
        case 7, 8: join(left, top)
        case 5, 10:
          // A saddle: the mean of the corners says which pair of corners is connected.
          let isHigh = corners.reduce(0) { $0 + $1 / 4 } >= level
          if (code == 5) == isHigh {
            join(left, top)
            join(bottom, right)
          } else {
            join(left, bottom)
            join(right, top)
          }
        default: break
        }
      }
    }
    return chains(order, next).map { chain in
      chain.map { edge in
        let a = grid[edge.column, edge.row]
        let b = edge.isVertical ? grid[edge.column, edge.row + 1] : grid[edge.column + 1, edge.row]
        let t = b == a ? 0.5 : max(0, min(1, (level - a) / (b - a)))
        return Point(
          (Double(edge.column) + (edge.isVertical ? 0 : t)) / Double(columns - 1),
          (Double(edge.row) + (edge.isVertical ? t : 0)) / Double(rows - 1))
      }
    }
  }

  /// Follows the edges: lines that end at the border first, then rings.
  private static func chains(_ order: [Edge], _ next: [Edge: [Edge]]) -> [[Edge]] {
    var seen: Set<Edge> = []
    var chains: [[Edge]] = []
    for isEnd in [true, false] {
      for start in order where !seen.contains(start) && (!isEnd || next[start]?.count == 1) {
        var chain = [start]
        seen.insert(start)
        while let last = chain.last, let following = next[last]?.first(where: { !seen.contains($0) }) {
          chain.append(following)
          seen.insert(following)
        }
        if !isEnd, chain.count > 2, next[start]?.contains(chain[chain.count - 1]) == true { chain.append(start) }
        if chain.count > 1 { chains.append(chain) }
      }
    }
    return chains
  }
}
