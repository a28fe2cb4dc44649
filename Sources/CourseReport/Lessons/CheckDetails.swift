/// What the checker's sentence names beyond its code and numbers, in the words of a language.
///
/// The checker tells such details in English only. The known ones are recognised by how they are worded and have a
/// sentence of their own, `detail.KEY`, in the texts of the lesson; what is not known stays as the checker said
/// it, and the page marks it as English.
enum CheckDetails {
  /// A detail with the words that tell it from others, of which the first that fits counts.
  private static let known: [(words: String, key: String)] = [
    ("only the last of its uses counts", "last-use"),
    ("only the first of its uses counts", "first-use"),
    ("counts, not the sum over the batch", "one-sample"),
    ("the sum of the claimed gradient over its first axes is right", "unreduced"),
    ("is left out: the upstream gradient is passed on", "derivative-left-out"),
    ("itself stands where its derivative should", "value-for-derivative"),
    ("the mean and the variance are taken for constants", "constant-mean-variance"),
    ("the mean is taken for a constant", "constant-mean"),
    ("the variance is taken for a constant", "constant-variance"),
    ("the right answers are not subtracted", "unsubtracted"),
    ("off by the same number over all of it", "offset-everywhere"),
    ("off by the same number over its first axis", "offset-first-axis"),
    ("the regularisation term is missing", "regularization-missing"),
    ("a regularisation term is missing", "regularization-missing"),
    ("the regularisation term counts", "regularization-multiple"),
    ("a regularisation term is counted twice", "regularization-twice"),
    ("holds the right numbers in the wrong places", "misplaced"),
    ("have exchanged elements", "exchanged"),
    ("lacks a factor: ", "factor"),
  ]

  /// The key of the sentence for what was said; `nil` where the detail is none of the known.
  static func key(of said: String) -> String? { known.first { said.contains($0.words) }.map { "detail.\($0.key)" } }

  /// All keys that `key(of:)` may give.
  static var keys: Set<String> { Set(known.map { "detail.\($0.key)" }) }

  /// What the sentence may name: the part after the last mention of a missing factor, and the first number.
  static func values(of said: String) -> TemplateValues {
    let factor = said.split(separator: "lacks a factor: ").last.map(String.init) ?? said
    let number = said.split(separator: " ").last { $0.contains { $0.isNumber } && Double($0) != nil }
    return ["factor": .user(factor), "number": .text(number.map(String.init) ?? "")]
  }
}
