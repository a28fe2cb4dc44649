/// The places of a chunk's elements, in runs of one length: one run, or one for each column of a tile.
struct ChunkPlaces: Sendable {
  let places: [Int]
  private let run: Int

  init(places: [Int], run: Int) { (self.places, self.run) = (places, run) }

  /// Places in no particular order.
  init(_ places: [Int]) { self.init(places: places, run: places.count) }

  /// Goes through the places row by row: columns of a wide array are so far apart that each step down one would find
  /// the cache full of the others.
  @inline(__always)
  func forEachByRow(_ body: (_ index: Int, _ place: Int) -> Void) {
    places.withUnsafeBufferPointer { places in
      for row in 0..<run {
        var index = row
        while index < places.count {
          body(index, places[index])
          index += run
        }
      }
    }
  }

  /// The numbers at the places of a larger list.
  func gather(_ numbers: [Double]) -> [Double] {
    numbers.withUnsafeBufferPointer { numbers in
      [Double](unsafeUninitializedCapacity: places.count) { own, initialized in
        forEachByRow { own[$0] = numbers[$1] }
        initialized = places.count
      }
    }
  }
}
