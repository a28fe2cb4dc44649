extension String {
  /// The text without this character at its end.
  func trimmingSuffix(of character: Character) -> String {
    var copy = self
    while copy.last == character { copy.removeLast() }
    return copy
  }
}
