import GradientChecking

/// Code as people write it in courses, books and blogs, and what must be found in it without a word from its author.
struct PublishedStyle: Sendable {
  /// What must be said of one entry.
  struct Wanted: Sendable {
    /// The entry's name in results.
    var name: String
    var arrays: Set<String>
    /// The arrays that fail.
    var wrong: Set<String> = []
    /// Diagnoses of which one must be there, if something is wrong.
    var causes: Set<DiagnosisCode> = []
  }

  let code: String
  let wanted: [Wanted]

  static let all = [
    columns, steps, updates, attributes, modules, lists, losses, mappings, lossClasses, derivatives, numbers, images,
    cells, returned, meanings, groups, nicknames, states, uses,
  ]
}
