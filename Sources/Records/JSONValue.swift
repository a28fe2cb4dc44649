/// A JSON value that is written the same way every time: keys in the order given, numbers as the shortest
/// decimal that reads back to the same `Double`.
///
/// A number that is not finite has no place in JSON: `Object.number(_:_:)` writes `null` beside
/// `KEY_status`.
public indirect enum JSONValue: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case flag(Bool)
  /// A whole number.
  case integer(Int)
  /// A finite number.
  case number(Double)
  /// Text.
  case text(String)
  /// A list.
  case list([JSONValue])
  /// Keys and values.
  case object(Object)
  /// A value that is written on one line.
  case inline(JSONValue)

  /// Keys and values in a fixed order.
  public struct Object: Sendable, Equatable {
    /// The members in order.
    public private(set) var members: [(key: String, value: JSONValue)] = []

    /// An empty object.
    public init() {}

    /// Appends a member; `nil` leaves it out.
    public mutating func add(_ key: String, _ value: JSONValue?) {
      if let value { members.append((key, value)) }
    }

    /// Appends a text; `nil` leaves it out.
    public mutating func add(_ key: String, text: String?) { add(key, text.map { .text($0) }) }

    /// Appends a whole number.
    public mutating func add(_ key: String, integer: Int?) { add(key, integer.map { .integer($0) }) }

    /// Appends a number, or `null` with `KEY_status` where it is not finite; `nil` leaves it out.
    public mutating func add(_ key: String, number: Double?) {
      guard let number else { return }
      guard number.isFinite else {
        members.append((key, .null))
        members.append((key + "_status", .text(MachineNumber.status(of: number))))
        return
      }
      members.append((key, .number(number)))
    }

    /// Whether the members are equal, in order.
    public static func == (a: Object, b: Object) -> Bool {
      a.members.elementsEqual(b.members) { $0.key == $1.key && $0.value == $1.value }
    }
  }

  /// The number, where it is one.
  public var asNumber: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    default: nil
    }
  }

  /// The whole number, where it is one.
  public var asInteger: Int? { asNumber.flatMap(Int.init(exactly:)) }

  /// The text, where it is one.
  public var asText: String? { if case .text(let text) = self { text } else { nil } }

  /// The flag, where it is one.
  public var asFlag: Bool? { if case .flag(let flag) = self { flag } else { nil } }

  /// The list, where it is one.
  public var asList: [JSONValue]? { if case .list(let values) = self { values } else { nil } }

  /// The members by key, where it is an object.
  public var asMembers: [String: JSONValue]? {
    guard case .object(let object) = self else { return nil }
    return Dictionary(object.members, uniquingKeysWith: { first, _ in first })
  }

  /// Builds an object.
  public static func object(_ build: (inout Object) -> Void) -> JSONValue {
    var object = Object()
    build(&object)
    return .object(object)
  }

  /// The text of the value, with two spaces of indentation; lists of scalars stand on one line.
  public func text(indentation: Int = 0) -> String {
    var output = ""
    write(to: &output, indentation: indentation)
    return output
  }

  /// The text of a file: the value and a newline.
  public var fileText: String { text() + "\n" }

  /// The text without any spaces or newlines.
  public var compactText: String {
    switch self {
    case .list(let values): "[" + values.map(\.compactText).joined(separator: ",") + "]"
    case .object(let object):
      "{" + object.members.map { Self.quoted($0.key) + ":" + $0.value.compactText }.joined(separator: ",") + "}"
    case .inline(let value): value.compactText
    default: text()
    }
  }

  private var isScalar: Bool {
    switch self {
    case .list, .object, .inline: false
    default: true
    }
  }

  private func write(to output: inout String, indentation: Int) {
    switch self {
    case .null: output += "null"
    case .flag(let flag): output += flag ? "true" : "false"
    case .integer(let integer): output += String(integer)
    case .number(let number): output += MachineNumber.text(number) ?? "null"
    case .text(let text): output += Self.quoted(text)
    case .inline(let value): output += value.compactText
    case .list(let values):
      if values.allSatisfy(\.isScalar) {
        output += "[" + values.map { $0.text() }.joined(separator: ", ") + "]"
      } else {
        Self.writeBlock(values, open: "[", close: "]", indentation, to: &output) { value, inner, output in
          value.write(to: &output, indentation: inner)
        }
      }
    case .object(let object):
      Self.writeBlock(object.members, open: "{", close: "}", indentation, to: &output) { member, inner, output in
        output += Self.quoted(member.key) + ": "
        member.value.write(to: &output, indentation: inner)
      }
    }
  }

  private static func writeBlock<Element>(
    _ elements: [Element], open: String, close: String, _ indentation: Int, to output: inout String,
    write: (Element, Int, inout String) -> Void
  ) {
    guard !elements.isEmpty else {
      output += open + close
      return
    }
    output += open + "\n"
    for (index, element) in elements.enumerated() {
      output += String(repeating: " ", count: indentation + 2)
      write(element, indentation + 2, &output)
      output += index == elements.count - 1 ? "\n" : ",\n"
    }
    output += String(repeating: " ", count: indentation) + close
  }

  /// A text in JSON's quotes; U+2028 and U+2029 are escaped so that it is safe inside of scripts too.
  public static func quoted(_ text: String) -> String {
    var output = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case "\u{2028}": output += "\\u2028"
      case "\u{2029}": output += "\\u2029"
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
        let digits = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output + "\""
  }
}
