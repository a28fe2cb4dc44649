import Information
import Testing

/// Published worked numbers about information, entropy, cross-entropy and softmax.
struct PublishedNumberTests {
  private typealias Numbers = PublishedNumbers.Case
  private static let computations: [String: @Sendable (Numbers) throws -> [String: [Double]]] =
    softmaxes.merging(informations) { a, _ in a }.merging(crossEntropies) { a, _ in a }

  @Test("a published number comes out", arguments: computations.keys.sorted())
  func published(id: String) throws {
    let published = try #require(try PublishedNumbers()[id], "the fixture has no \(id)")
    let compute = try #require(Self.computations[id])
    let found = try compute(published)
    #expect(!found.isEmpty)
    #expect(PublishedNumbers.faults(found, published) == [])
  }

  private static let softmaxes: [String: @Sendable (Numbers) throws -> [String: [Double]]] = [
    "cs231n-softmax-1-2-0": { ["softmax": Information.softmax($0.input("scores"))] },
    "cs231n-softmax-half-weights": { ["softmax": Information.softmax($0.input("scores"))] },
    "cs231n-softmax-shift-stable": { ["softmax": Information.softmax($0.input("scores"))] },
    "dlfs-softmax-overflow": { ["y": Information.softmax($0.input("a"))] },
    "wikipedia-softmax-7": { ["y": Information.softmax($0.input("z"))] },
    "softmax-shift-invariance": { numbers in
      // Every shift must give the same; the last one is reported if all agree.
      let all = numbers.input("shifts").map { shift in Information.softmax(numbers.input("z").map { $0 + shift }) }
      let agree = all.allSatisfy { y in zip(y, all[0]).allSatisfy { abs($0 - $1) < 1e-12 } }
      #expect(all.count == 5 && agree)
      return ["y": all[0]]
    },
    "softmax-not-scale-invariant": { numbers in
      ["y": numbers.input("scales").flatMap { scale in Information.softmax(numbers.input("z").map { $0 * scale }) }]
    },
    "sigmoid-softmax-equivalence": { ["p1": $0.rows("pairs", width: 2).map { Information.softmax($0)[1] }] },
    "naive-normalisation-failure": { ["softmax": $0.rows("z", width: 2).flatMap { Information.softmax($0) }] },
    "scipy-logsumexp": { numbers in
      let weighted = zip(numbers.input("a"), numbers.input("b")).flatMap { a, b in
        repeatElement(a, count: Int(b))
      }
      return ["lse": [Information.logSumExp(numbers.input("a"))], "lse_weighted": [Information.logSumExp(weighted)]]
    },
    "scipy-log-softmax-extreme": { numbers in
      let z = numbers.input("x")
      return ["log_softmax": z.map { $0 - Information.logSumExp(z) }]
    },
  ]

  private static let informations: [String: @Sendable (Numbers) throws -> [String: [Double]]] = [
    "info-neglog-table": { numbers in
      [
        "nats": try numbers.input("p").map { try Information.content($0) },
        "bits": try numbers.input("p").map { try Information.content($0, unit: .bits) },
      ]
    },
    "d2l-card-information": { _ in
      // 1/52! is the product of 52 independent draws: their contents add up.
      let deck = try (1...52).reduce(0.0) { try $0 + Information.content(1 / Double($1), unit: .bits) }
      let single = try [1, 1.0 / 4, 1.0 / 52].map { try Information.content($0, unit: .bits) }
      return ["bits": single + [deck]]
    },
    "cs231n-chance-loss-3": { _ in ["loss": [try Information.content(1.0 / 3)]] },
    "ce-clip-values": { ["loss": try $0.input("clips").map { try Information.content($0) }] },
    "d2l-mutual-information": { numbers in
      // The book multiplies p(x) and p(y) element by element and uses that one row for both rows of the table: its
      // numbers are no marginals of it, so only the sum Σ p (−log p(x) − log p(y) + log p) is compared.
      let apart = try zip(numbers.input("p_x"), numbers.input("p_y")).map { x, y in
        try Information.content(x, unit: .bits) + Information.content(y, unit: .bits)
      }
      let terms = try numbers.rows("p_xy", width: 2).flatMap { row in
        try zip(row, apart).map { p, apart in try p * (apart - Information.content(p, unit: .bits)) }
      }
      return ["bits": [terms.reduce(0, +)]]
    },
    "d2l-entropy-4": { numbers in
      [
        "bits": [try Information.entropy(numbers.input("p"), unit: .bits)],
        "nats": [try Information.entropy(numbers.input("p"))],
      ]
    },
    "cover-thomas-horses": { numbers in
      [
        "bits": [try Information.entropy(numbers.input("p"), unit: .bits)],
        "uniform": [try Information.entropy(Array(repeating: 0.125, count: 8), unit: .bits)],
      ]
    },
    "shannon-4-symbols": { numbers in
      let bits = try Information.entropy(numbers.input("p"), unit: .bits)
      return ["bits": [bits], "relative": [bits / 2]]
    },
    "wikipedia-h2-0.7": { ["bits": [try Information.entropy($0.input("p"), unit: .bits)]] },
    "perplexity-uniform": { numbers in
      let p = numbers.input("p")
      return [
        "perplexity": [try Information.perplexity(p)], "bits": [try Information.entropy(p, unit: .bits)],
        "nats": [try Information.entropy(p)],
      ]
    },
    "binary-entropy-curve": { numbers in
      [
        "bits": try numbers.input("p").map { try Information.binaryEntropy($0, unit: .bits) },
        "nats": try numbers.input("p").map { try Information.binaryEntropy($0) },
      ]
    },
    "uniform-entropy-max": { numbers in
      let uniform = numbers.input("k").map { Array(repeating: 1 / $0, count: Int($0)) }
      return [
        "bits": try uniform.map { try Information.entropy($0, unit: .bits) },
        "nats": try uniform.map { try Information.entropy($0) },
      ]
    },
  ]

  private static let crossEntropies: [String: @Sendable (Numbers) throws -> [String: [Double]]] = [
    "ce-asymmetric": { numbers in
      let (p, q) = (numbers.input("p"), numbers.input("q"))
      return [
        "Hp": [try Information.entropy(p)], "Hq": [try Information.entropy(q)],
        "Hpq": [try Information.crossEntropy(target: p, prediction: q)],
        "Hqp": [try Information.crossEntropy(target: q, prediction: p)],
        "KLpq": [try Information.divergence(target: p, prediction: q)],
        "KLqp": [try Information.divergence(target: q, prediction: p)],
      ]
    },
    "ce-swapped-arguments": { numbers in
      let (y, p) = (numbers.input("onehot"), numbers.input("softmax"))
      return [
        "correct": [try Information.crossEntropy(target: y, prediction: p)],
        "swapped": [try Information.crossEntropy(target: p, prediction: y)],
      ]
    },
    "ce-onehot-p0-p1": { numbers in
      [
        "loss": try numbers.rows("preds", width: 3).map {
          try Information.crossEntropy(target: numbers.input("onehot"), prediction: $0)
        }
      ]
    },
    "dlfs-cross-entropy-eps": { numbers in
      [
        "exact_e1": [try Information.crossEntropy(target: numbers.input("t"), prediction: numbers.input("y1"))],
        "exact_e2": [try Information.crossEntropy(target: numbers.input("t"), prediction: numbers.input("y2"))],
      ]
    },
    "softmax-2-1-0.1": { numbers in
      let y = Information.softmax(numbers.input("z"))
      return ["y": y, "loss": [try Information.crossEntropy(target: numbers.input("onehot"), prediction: y)]]
    },
    "tf-softmax-ce": { numbers in
      let pairs = zip(numbers.rows("labels", width: 3), numbers.rows("logits", width: 3))
      return [
        "loss": try pairs.map { try Information.crossEntropy(target: $0, prediction: Information.softmax($1)) }
      ]
    },
    "tf-sparse-softmax-ce": { numbers in
      let pairs = zip(numbers.rows("logits", width: 4), numbers.input("labels"))
      return ["loss": pairs.map { z, label in Information.logSumExp(z) - z[Int(label)] }]
    },
    "ce-saturated-logits": { numbers in
      let z = numbers.input("logits")
      let through = try Information.softmax(z).map { try Information.content($0) }
      return ["loss": z.map { Information.logSumExp(z) - $0 }, "via_probabilities": through]
    },
    "cs231n-slides-softmax": { numbers in
      let p = Information.softmax(numbers.input("scores"))
      return ["probs": p, "loss": [try Information.content(p[0])]]
    },
    "cs231n-svm-vs-softmax": { numbers in
      let p = Information.softmax(numbers.input("scores"))
      return ["probs": p, "softmax_loss": [try Information.content(p[2])]]
    },
    "cs231n-chance-loss-10": { numbers in
      ["softmax_loss": [try Information.content(Information.softmax(numbers.input("scores"))[0])]]
    },
    "cs231n-softmax-grad-p-minus-y": { numbers in
      ["loss": [try Information.crossEntropy(target: [0, 1, 0], prediction: numbers.input("probs"))]]
    },
    "d2l-cross-entropy-info": { numbers in
      let each = try zip(numbers.rows("preds", width: 3), numbers.input("labels")).map { p, label in
        try Information.content(p[Int(label)])
      }
      return ["each": each, "mean": [each.reduce(0, +) / 2]]
    },
  ]
}
