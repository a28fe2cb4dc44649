/// The name that was probably meant: the nearest by edits (insertions, deletions, changes, swaps of
/// neighbours), if it is near enough.
public func suggestion(for name: String, among names: [String]) -> String? {
  let wanted = Array(name.lowercased())
  let limit = max(1, min(3, wanted.count / 3 + 1))
  let ranked = names.map { (name: $0, distance: editDistance(wanted, Array($0.lowercased()))) }
  guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= limit else { return nil }
  return best.name
}

/// The Damerau–Levenshtein distance (with neighbours swapped at most once).
func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
  for i in 0...a.count { rows[i][0] = i }
  for j in 0...b.count { rows[0][j] = j }
  for i in 1...a.count {
    for j in 1...b.count {
      let change = a[i - 1] == b[j - 1] ? 0 : 1
      rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + change)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
      }
    }
  }
  return rows[a.count][b.count]
}
