import Tensors

/// The one list of all losses.
public enum LossCatalog {
  /// All built-in losses.
  public static let entries = [
    LossEntry("squared-error", "½ Σ (y − t)², the outputs of a sample summed", targets: .values) { _ in
      SquaredError<Double>()
    },
    LossEntry("softmax-cross-entropy", "cross-entropy of the softmax of logits", targets: .classes) { _ in
      SoftmaxCrossEntropy<Double>()
    },
    LossEntry("binary-cross-entropy", "cross-entropy of the sigmoid of logits", targets: .probabilities) {
      _ in
      BinaryCrossEntropy<Double>()
    },
    LossEntry(
      "hinge", "Σ max(0, s_j − s_label + margin)", targets: .classes, mainKey: "margin",
      keys: [KeyDescription("margin", "by how much the right score must lead", default: "1")],
      examples: [LossExample([5, 3]), LossExample([4, 6], [SettingEntry("margin", .number(0.25))])]
    ) { settings throws(NetworkError) in
      Hinge(margin: try settings.number("margin", default: 1, in: 0...1e9, expected: "a number from 0"))
    },
    LossEntry(
      "huber", "squared near the target, absolute far from it", targets: .values, mainKey: "delta",
      keys: [KeyDescription("delta", "where squared ends", default: "1")],
      examples: [LossExample([5, 3]), LossExample([4, 1], [SettingEntry("delta", .number(0.3))])]
    ) { settings throws(NetworkError) in
      Huber(delta: try settings.number("delta", default: 1, in: 1e-12...1e12, expected: "a number above 0"))
    },
    LossEntry("absolute-error", "Σ |y − t|", targets: .values) { _ in AbsoluteError<Double>() },
    LossEntry("kl-divergence", "KL(target ‖ softmax of logits)", targets: .distributions) { _ in
      KLDivergence<Double>()
    },
  ]

  /// The entry of a name.
  public static func entry(named name: String) throws(NetworkError) -> LossEntry {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw .unknown(kind: "loss", name: name, suggestion: suggestion(for: name, among: entries.map(\.name)))
    }
    return entry
  }

  /// Makes a loss from its specification.
  public static func make(_ specification: Specification) throws(NetworkError) -> any Loss<Double> {
    let entry = try entry(named: specification.name)
    return try entry.make(try specification.settings(mainKey: entry.mainKey))
  }
}
