import Foundation
import Information
import Testing

/// What holds for every distribution, and what is no distribution.
struct InformationTests {
  private let joint = [[0.1, 0.5], [0.1, 0.3]]

  @Test func `certainty is zero and prints without a sign`() throws {
    #expect(try Information.content(1.0).sign == .plus)
    #expect(try Information.entropy([0.0, 1.0, 0.0]) == 0)
    #expect(try Information.content(0.0) == .infinity)
  }

  @Test func `mutual information is what the entropies say`() throws {
    // I(X;Y) = H(X) + H(Y) − H(X,Y): another formula than the one under test.
    let byEntropies =
      try Information.entropy([0.6, 0.4], unit: .bits) + Information.entropy([0.2, 0.8], unit: .bits)
      - Information.entropy(joint.flatMap { $0 }, unit: .bits)
    let found = try Information.mutualInformation(joint: joint, unit: .bits)
    #expect(abs(found - byEntropies) < 1e-14)
  }

  @Test func `independent variables share nothing and equal ones everything`() throws {
    let independent = [[0.06, 0.14], [0.24, 0.56]]
    let none = try Information.mutualInformation(joint: independent)
    let all = try Information.mutualInformation(joint: [[0.5, 0], [0, 0.5]], unit: .bits)
    #expect(abs(none) < 1e-15)
    #expect(abs(all - 1) < 1e-15)
  }

  @Test func `the channel that flips one bit in nine carries half a bit`() throws {
    // The capacity of a binary symmetric channel, 1 − H2(f), at f = 0.11 (MacKay 2003, page 151: 0.5 bits).
    let joint = [[0.445, 0.055], [0.055, 0.445]]
    let bits = try Information.mutualInformation(joint: joint, unit: .bits)
    let capacity = try 1 - Information.binaryEntropy(0.11, unit: .bits)
    #expect(abs(bits - capacity) < 1e-14)
    #expect(abs(bits - 0.5) < 0.005)
  }

  @Test func `cross-entropy is entropy plus divergence`() throws {
    let (q, p) = ([0.1, 0.2, 0.7], [0.3, 0.3, 0.4])
    let cross = try Information.crossEntropy(target: q, prediction: p)
    let sum = try Information.entropy(q) + Information.divergence(target: q, prediction: p)
    #expect(abs(cross - sum) < 1e-15)
  }

  @Test func `what the prediction rules out costs infinitely much`() throws {
    #expect(try Information.divergence(target: [0.5, 0.5], prediction: [1.0, 0.0]) == .infinity)
    #expect(try Information.divergence(target: [1.0, 0.0], prediction: [0.5, 0.5], unit: .bits) == 1)
    #expect(try Information.crossEntropy(target: [1.0, 0.0], prediction: [1.0, 0.0]) == 0)
  }

  @Test func `bits are nats over the logarithm of two`() throws {
    let p = [0.2, 0.3, 0.5]
    let (bits, nats) = (try Information.entropy(p, unit: .bits), try Information.entropy(p))
    #expect(abs(bits - nats / log(2)) < 1e-15)
  }

  @Test(
    "numbers outside 0…1 are refused", arguments: [-0.1, 1.1, .nan, .infinity, -.infinity, -.leastNonzeroMagnitude])
  func outside(p: Double) {
    #expect(throws: InformationError.self) { try Information.content(p) }
    #expect(throws: InformationError.self) { try Information.binaryEntropy(p) }
    #expect(throws: InformationError.self) { try Information.entropy([p, 1 - p]) }
    #expect(throws: InformationError.self) { try Information.mutualInformation(joint: [[p], [1 - p]]) }
  }

  @Test("numbers that do not add up are refused", arguments: [[], [0.5], [0.5, 0.6], [1, 1], [0, 0]])
  func sums(p: [Double]) {
    let sum = p.reduce(0, +)
    #expect(throws: InformationError.doesNotAddUp(sum: sum)) { try Information.entropy(p) }
    #expect(throws: InformationError.doesNotAddUp(sum: sum)) { try Information.perplexity(p) }
    #expect(throws: InformationError.doesNotAddUp(sum: sum)) {
      try Information.divergence(target: p, prediction: p)
    }
  }

  @Test func `distributions over different outcomes are refused`() {
    #expect(throws: InformationError.differentOutcomes(2, 3)) {
      try Information.crossEntropy(target: [0.5, 0.5], prediction: [0.2, 0.3, 0.5])
    }
    #expect(
      InformationError.differentOutcomes(2, 3).description
        == "expected distributions over as many outcomes, found 2 and 3")
  }

  @Test func `a ragged joint table is refused`() {
    #expect(throws: InformationError.self) {
      try Information.mutualInformation(joint: [[0.25, 0.25], [0.5]])
    }
  }

  @Test func `the sum of exponentials survives extremes`() {
    #expect(Information.logSumExp([1000.0, 1000]) == 1000 + log(2))
    #expect(Information.logSumExp([-1000.0, -1000]) == -1000 + log(2))
    #expect(Information.logSumExp([Double]()) == -.infinity)
    #expect(Information.logSumExp([-Double.infinity, -.infinity]) == -.infinity)
    #expect(Information.logSumExp([Double.infinity, 0]) == .infinity)
    #expect(Information.logSumExp([0, Double.nan, 1]).isNaN)
    #expect(Information.logSumExp([Double.nan, 0, 1]).isNaN)
    #expect(Information.softmax([Double]()).isEmpty)
  }

  @Test func `single precision works too`() throws {
    let bits = try Information.entropy([Float(0.25), 0.25, 0.5], unit: .bits)
    #expect(abs(bits - 1.5) < 1e-6)
  }
}
