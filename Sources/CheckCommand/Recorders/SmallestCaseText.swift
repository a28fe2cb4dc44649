import GradientChecking
import Records

/// The smallest case that still fails, as lines that can be pasted into a test.
struct SmallestCaseText {
  let smallest: SmallestCase
  /// Whether the test is one in Python.
  var isPython = false

  /// One line an array, after a line that says what was made smaller.
  func lines() -> [String] {
    let heading = "smallest case that still fails (\(smallest.steps.joined(separator: ", "))):"
    return [heading]
      + smallest.arrays.map { array in
        let shape = array.shape.map(String.init).joined(separator: ", ")
        let shown = array.values.prefix(200).map { "\($0)" }.joined(separator: ", ")
        let rest = array.values.count > 200 ? ", …" : ""
        let name = VisibleText.line(array.name, limit: 60)
        return isPython
          ? "  \(identifier(name)) = np.array([\(shown)\(rest)]).reshape(\(shape.isEmpty ? "()" : shape))"
          : "  let \(identifier(name)) = Tensor(shape: [\(shape)], elements: [\(shown)\(rest)])"
      }
  }

  /// `layers.0.weights` as a name of a program: `layers0Weights`.
  private func identifier(_ name: String) -> String {
    let parts = name.split { !$0.isLetter && !$0.isNumber }
    let joined = parts.enumerated().map { index, part in
      index == 0 ? String(part) : part.prefix(1).uppercased() + part.dropFirst()
    }.joined()
    return joined.first?.isLetter == true ? joined : "x" + joined
  }
}
