import Configuration
import ExternalLayers
import Foundation
import Tensors

extension ConfigurationNode {
  /// The value as a worker is given it: arrays are drawn, whole numbers stay whole, mappings keep their order.
  func externalValue(generator: inout SeededGenerator) throws(ConfigurationError) -> ExternalValue {
    switch content {
    case .null: return .none
    case .flag(let flag): return .flag(flag)
    case .text(let text): return .text(text)
    case .number(let number, let text):
      guard Self.isWhole(text), let whole = Int(exactly: number) else { return .number(number) }
      return .integer(whole)
    case .list(let nodes):
      var values: [ExternalValue] = []
      for node in nodes { values.append(try node.externalValue(generator: &generator)) }
      return .list(values)
    case .mapping(let entries):
      if entries.contains(where: { ArraySpecification.kinds.contains($0.key) }),
        entries.allSatisfy({ ArraySpecification.keys.contains($0.key) })
      {
        let specification = try ArraySpecification(self)
        return .array(
          shape: specification.shape, values: specification.realize(generator: &generator).elements,
          type: try arrayType())
      }
      var values: [ExternalValue.Entry] = []
      for entry in entries {
        values.append(ExternalValue.Entry(entry.key, try entry.value.externalValue(generator: &generator)))
      }
      return .mapping(values)
    }
  }

  private static let types = [
    "float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint8", "bool",
  ]

  /// What the elements of an array become: whole numbers are int64, all else float64, unless `dtype` says otherwise.
  private func arrayType() throws(ConfigurationError) -> String {
    let mapping = try entries(allowing: ArraySpecification.keys)
    if let type = mapping["dtype"] { return try type.word(among: Self.types) }
    if mapping["integers"] != nil { return "int64" }
    if let values = mapping["values"] { return values.isAllWhole ? "int64" : "float64" }
    return "float64"
  }

  private var isAllWhole: Bool {
    switch content {
    case .number(_, let text): Self.isWhole(text)
    case .list(let nodes): nodes.allSatisfy(\.isAllWhole)
    default: false
    }
  }

  private static func isWhole(_ text: String) -> Bool { !text.contains { ".eEnNiI".contains($0) } }
}
