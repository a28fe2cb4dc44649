import GradientChecking

/// Code as people write it today, right and with mistakes in it, for a check without a word from its author.
struct SpoiltStyle: Sendable {
  /// A piece of the code that is replaced, and what must be found then.
  struct Mistake: Sendable {
    let find: String
    let replacement: String
    /// The arrays that fail; the others pass.
    let wrong: Set<String>
    /// Diagnoses of which one must be there.
    let causes: Set<DiagnosisCode>

    init(_ find: String, _ replacement: String, wrong: Set<String>, causes: Set<DiagnosisCode>) {
      self.find = find
      self.replacement = replacement
      self.wrong = wrong
      self.causes = causes
    }
  }

  /// One of the code's forms.
  struct Form: Sendable {
    let name: String
    let code: String
    /// Nothing where the code is right.
    let mistake: Mistake?
  }

  /// What all names of the code begin with; each form has a number behind it, so that all fit into one file.
  let stem: String
  /// The name in results.
  let name: String
  let arrays: Set<String>
  let code: String
  var mistakes: [Mistake] = []

  /// The right form, and one for each mistake.
  var forms: [Form] {
    ([nil] + mistakes.map(Optional.some)).enumerated().map { number, mistake in
      let own = mistake.map { code.replacing($0.find, with: $0.replacement) } ?? code
      let numbered = { (text: String) in text.replacing(stem, with: "\(stem)\(number)") }
      return Form(name: numbered(name), code: numbered(own), mistake: mistake)
    }
  }

  static let all = [
    gatedCell, depthwise, groups, table, attention, sequence, energy, annotated, keywords, closure, list, divergence,
    tuple, margins,
  ]

  /// What the code of all of them begins with.
  static let head = """
    from dataclasses import dataclass
    from typing import NamedTuple, Tuple

    def sigmoid(z):
        return 1.0 / (1.0 + np.exp(-z))


    """
}
