import Tensors

/// Which elements are checked: all, a sample drawn from the seed, a part of a sharded check.
struct ElementSelection {
  let options: CheckOptions

  /// The offsets of an array's elements to check, ascending. Each shard gets every N-th of the list that an
  /// unsharded check would look at, over all arrays of the subject.
  func offsets(_ array: SubjectArray, named subject: String, counted before: inout Int) -> [Int] {
    let count = array.values.count
    let chosen: [Int]
    if let sample = options.sample, sample < count {
      var generator = SeededGenerator(seed: options.seed).fork("sample").fork(subject).fork(array.name)
      var seen: Set<Int> = []
      while seen.count < sample { seen.insert(generator.integer(below: count)) }
      chosen = seen.sorted()
    } else {
      chosen = Array(0..<count)
    }
    let start = before
    before += chosen.count
    guard options.shard.count > 1 else { return chosen }
    return chosen.enumerated().filter { (start + $0.offset) % options.shard.count == options.shard.index - 1 }
      .map(\.element)
  }
}
