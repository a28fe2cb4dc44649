import ArgumentParser
import Networks

/// One sentence of the house's style for what the parser of the command line says.
///
/// The parser speaks in paragraphs and lists; other programs' users expect `error: `, the place, what was expected,
/// what was found, and the name that was probably meant.
struct UsageSentence {
  /// What the parser says.
  let message: String
  /// The subcommands of the root.
  let commands: [String]
  /// What stood on the command line.
  let arguments: [String]

  /// The sentence.
  var text: String {
    let plain = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let sentence = wrongValue(plain) ?? unknownCommand(plain) ?? Self.lowered(plain)
    return sentence + " (--help lists the options)"
  }

  /// `The value 'jsno' is invalid for '--format <format>'. Please provide one of …` and its shorter forms.
  private func wrongValue(_ plain: String) -> String? {
    let pattern = /The value '(?<value>.*)' is invalid for '(?<place>[^']*)'(?<rest>.*)/
    guard let match = plain.wholeMatch(of: pattern) else { return nil }
    let words = match.place.split(separator: " ").map(String.init)
    let kind = (words.last ?? "").replacing(/^<|>$/, with: "")
    let place = words.first { $0.hasPrefix("-") } ?? kind
    let allowed = Self.allowed(String(match.rest))
    let expected =
      allowed.isEmpty ? kind : allowed.count == 1 ? allowed[0] : "one of " + allowed.joined(separator: ", ")
    return "\(place): expected \(expected), found '\(match.value)'"
      + Self.hint(for: String(match.value), among: allowed)
  }

  /// The words of `. Please provide one of 'a', 'b' or 'c'.` and of its list with dashes.
  private static func allowed(_ text: String) -> [String] {
    guard let range = text.firstRange(of: "lease provide one of") else { return [] }
    let list = text[range.upperBound...]
    if list.contains(" - ") {
      return list.split(separator: " - ").dropFirst().map { String($0).trimmingSuffix(of: " ") }
    }
    return list.matches(of: /'([^']*)'/).map { String($0.output.1) }
  }

  /// `Unexpected argument 'chekc'` where a command is wanted.
  private func unknownCommand(_ plain: String) -> String? {
    guard let match = plain.wholeMatch(of: /(?:Unexpected argument|\d+ unexpected arguments:) '(?<value>.*)'/),
      let first = arguments.first(where: { !$0.hasPrefix("-") }), !commands.contains(first), !commands.isEmpty,
      match.value.hasPrefix(first)
    else { return nil }
    return "there is no command '\(first)'" + Self.hint(for: first, among: commands)
  }

  /// The first letter small, and the parser's own suggestion as the house writes it.
  private static func lowered(_ plain: String) -> String {
    let mended = plain.replacing(/\. Did you mean '([^']*)'\?/) { "; did you mean '\($0.output.1)'?" }
    return mended.prefix(1).lowercased() + mended.dropFirst()
  }

  private static func hint(for value: String, among words: [String]) -> String {
    suggestion(for: value, among: words).map { "; did you mean '\($0)'?" } ?? ""
  }
}
