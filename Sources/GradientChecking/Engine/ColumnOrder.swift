/// The elements of an array in chunks that run down its columns: the weights of one unit of a dense layer share most of
/// the work of their checks.
///
/// A whole array is cut into tiles, a few columns wide: what stands side by side in memory is read and written together.
struct ColumnOrder: Sendable {
  /// How a whole array is cut.
  private struct Tiles: Sendable {
    static let columns = 8
    static let rows = 256

    let height: Int
    let width: Int

    var bands: Int { (height + Self.rows - 1) / Self.rows }
    var count: Int { bands * ((width + Self.columns - 1) / Self.columns) }

    /// The places of a tile, column by column.
    subscript(tile: Int) -> ChunkPlaces {
      let left = tile / bands * Self.columns
      let top = tile % bands * Self.rows
      let (right, bottom) = (min(left + Self.columns, width), min(top + Self.rows, height))
      var places: [Int] = []
      places.reserveCapacity((right - left) * (bottom - top))
      for column in left..<right { for row in top..<bottom { places.append(row * width + column) } }
      return ChunkPlaces(places: places, run: bottom - top)
    }
  }

  private enum Cut: Sendable {
    case tiles(Tiles)
    /// The places of elements in the order in which they are taken, so many a chunk.
    case list([Int], chunk: Int)
  }

  private let cut: Cut

  /// An order of elements.
  ///
  /// - Parameters:
  ///   - offsets: the elements, ascending.
  ///   - shape: the shape of the array; its last axis has one place a column.
  ///   - most: how many elements a chunk has at most that is no tile.
  ///   - isTiled: whether a whole array is cut into tiles.
  init(_ offsets: ElementOffsets, shape: [Int], chunk most: Int, isTiled: Bool = true) {
    let width = max(shape.last ?? 1, 1)
    let height = shape.dropLast().reduce(1, *)
    // Chunks of one size: the last would else be a few elements, each round of which costs as much as one of many.
    let chunks = max(1, (offsets.count + most - 1) / most)
    let chunk = max(1, (offsets.count + chunks - 1) / chunks)
    guard offsets.count > chunk, height > 1, width > 1 else {
      cut = .list(Array(offsets.indices), chunk: chunk)
      return
    }
    if isTiled, case .all = offsets {
      cut = .tiles(Tiles(height: height, width: width))
      return
    }
    var starts = [Int](repeating: 0, count: width + 1)
    for offset in offsets { starts[offset % width + 1] += 1 }
    for column in 0..<width { starts[column + 1] += starts[column] }
    var order = [Int](repeating: 0, count: offsets.count)
    for (index, offset) in offsets.enumerated() {
      let column = offset % width
      order[starts[column]] = index
      starts[column] += 1
    }
    cut = .list(order, chunk: chunk)
  }

  /// The number of chunks.
  var count: Int {
    switch cut {
    case .tiles(let tiles): tiles.count
    case .list(let order, let chunk): (order.count + chunk - 1) / chunk
    }
  }

  /// The places (in the list of offsets) of the elements of a chunk.
  subscript(chunk: Int) -> ChunkPlaces {
    switch cut {
    case .tiles(let tiles): tiles[chunk]
    case .list(let order, let size): ChunkPlaces(Array(order[(chunk * size)..<min((chunk + 1) * size, order.count)]))
    }
  }
}
