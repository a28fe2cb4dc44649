import Tensors

/// The places of some elements in their array, ascending: all of them, or a list.
enum ElementOffsets: Sendable, RandomAccessCollection {
  /// So many, from 0.
  case all(Int)
  case list([Int])

  var startIndex: Int { 0 }

  var endIndex: Int {
    switch self {
    case .all(let count): count
    case .list(let offsets): offsets.count
    }
  }

  subscript(index: Int) -> Int {
    switch self {
    case .all: index
    case .list(let offsets): offsets[index]
    }
  }

  /// Puts another offset in a place.
  mutating func set(_ place: Int, to offset: Int) {
    guard self[place] != offset else { return }
    var offsets = Array(self)
    offsets[place] = offset
    self = .list(offsets)
  }
}

/// Which elements are checked: all, a sample drawn from the seed, a part of a sharded check.
struct ElementSelection {
  let options: CheckOptions

  /// The offsets of an array's elements to check, ascending. Each shard gets every N-th of the list that an
  /// unsharded check would look at, over all arrays of the subject.
  func offsets(_ array: SubjectArray, named subject: String, counted before: inout Int) -> ElementOffsets {
    let chosen = chosen(array, named: subject)
    let start = before
    before += chosen.count
    let (count, index) = (options.shard.count, options.shard.index)
    guard count > 1 else { return chosen }
    return .list(chosen.enumerated().filter { (start + $0.offset) % count == index - 1 }.map(\.element))
  }

  /// Those of all shards.
  private func chosen(_ array: SubjectArray, named subject: String) -> ElementOffsets {
    let count = array.values.count
    guard let sample = options.sample, sample < count else { return .all(count) }
    var generator = SeededGenerator(seed: options.seed).fork("sample").fork(subject).fork(array.name)
    var seen: Set<Int> = []
    while seen.count < sample { seen.insert(generator.integer(below: count)) }
    return .list(seen.sorted())
  }
}
