/// A reader of RFC 4180, written apart from the writer.
enum CSVReader {
  /// The records; `nil` where quotes do not close or follow a field.
  static func records(_ text: String) -> [[String]]? {
    var records: [[String]] = []
    var record: [String] = []
    var field = String.UnicodeScalarView()
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      if isQuoted {
        guard scalar == "\"" else {
          field.append(scalar)
          continue
        }
        if scalars.first == "\"" {
          field.append("\"")
          scalars.removeFirst()
        } else {
          guard let next = scalars.first, next == "," || next == "\r" else { return nil }
          isQuoted = false
        }
        continue
      }
      switch scalar {
      case "\"":
        guard field.isEmpty else { return nil }
        isQuoted = true
      case ",", "\r":
        record.append(String(field))
        field = .init()
        guard scalar == "\r" else { continue }
        guard scalars.popFirst() == "\n" else { return nil }
        records.append(record)
        record = []
      case "\n": return nil
      default: field.append(scalar)
      }
    }
    return isQuoted || !record.isEmpty || !field.isEmpty ? nil : records
  }
}
