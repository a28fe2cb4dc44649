/// A setting as JSON.
struct StoredSetting: Codable {
  let value: Setting

  init(_ value: Setting) { self.value = value }

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ string: String) { stringValue = string }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: Key.self) {
      // JSON objects have no order: that of the alphabet is as good as any.
      let keys = container.allKeys.sorted { $0.stringValue < $1.stringValue }
      value = .mapping(
        try keys.map { SettingEntry($0.stringValue, try container.decode(Self.self, forKey: $0).value) })
      return
    }
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      value = .flag(flag)
    } else if let number = try? container.decode(Double.self) {
      value = .number(number)
    } else if let list = try? container.decode([Self].self) {
      value = .list(list.map(\.value))
    } else {
      value = .text(try container.decode(String.self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    if case .mapping(let entries) = value {
      var container = encoder.container(keyedBy: Key.self)
      for entry in entries { try container.encode(Self(entry.value), forKey: Key(entry.key)) }
      return
    }
    var container = encoder.singleValueContainer()
    switch value {
    case .number(let number): try container.encode(number)
    case .flag(let flag): try container.encode(flag)
    case .text(let text): try container.encode(text)
    case .list(let list): try container.encode(list.map(Self.init))
    case .mapping: break
    }
  }
}
