import Foundation
import Testing

@testable import GradientChecking

/// What the probe says of functions that are more or less differentiable.
struct GalleryTests {
  struct Exhibit: Sendable, CustomTestStringConvertible {
    let name: String
    let expected: [Differentiability]
    let value: @Sendable ([Double]) -> Double
    let gradient: @Sendable ([Double]) -> [Double]
    var range: ClosedRange<Double> = -2...2
    var testDescription: String { name }
  }

  static let exhibits = [
    Exhibit(name: "relu", expected: [.almostEverywhere], value: { max($0[0], 0) }, gradient: { [$0[0] > 0 ? 1 : 0] }),
    Exhibit(
      name: "absolute value", expected: [.almostEverywhere], value: { abs($0[0]) }, gradient: { [$0[0] < 0 ? -1 : 1] }),
    Exhibit(
      name: "maximum", expected: [.almostEverywhere], value: { max($0[0], $0[1]) },
      gradient: { $0[0] >= $0[1] ? [1, 0] : [0, 1] }),
    Exhibit(name: "floor", expected: [.discontinuous], value: { $0[0].rounded(.down) }, gradient: { _ in [0] }),
    Exhibit(name: "sign", expected: [.discontinuous], value: { $0[0] < 0 ? -1 : 1 }, gradient: { _ in [0] }),
    Exhibit(
      name: "argmax", expected: [.discontinuous], value: { $0[1] > $0[0] ? 1 : 0 }, gradient: { _ in [0, 0] }),
    Exhibit(name: "rounding", expected: [.discontinuous], value: { $0[0].rounded() }, gradient: { _ in [0] }),
    Exhibit(
      name: "straight-through rounding", expected: [.discontinuous], value: { $0[0].rounded() },
      gradient: { _ in [1] }),
    Exhibit(
      name: "root of the absolute value", expected: [.almostEverywhere], value: { abs($0[0]).squareRoot() },
      gradient: { [($0[0] < 0 ? -0.5 : 0.5) / abs($0[0]).squareRoot()] }),
    Exhibit(
      name: "x² sin(1/x)", expected: [.smooth, .almostEverywhere],
      value: { $0[0] == 0 ? 0 : $0[0] * $0[0] * sin(1 / $0[0]) },
      gradient: { [$0[0] == 0 ? 0 : 2 * $0[0] * sin(1 / $0[0]) - cos(1 / $0[0])] }),
    Exhibit(name: "constant", expected: [.flat], value: { _ in 3 }, gradient: { _ in [0] }),
    Exhibit(name: "square", expected: [.smooth], value: { $0[0] * $0[0] }, gradient: { [2 * $0[0]] }),
    Exhibit(name: "logarithm", expected: [.undefined], value: { log($0[0]) }, gradient: { [1 / $0[0]] }),
    Exhibit(
      name: "sharp sigmoid", expected: [.smooth], value: { 1 / (1 + exp(-30 * $0[0])) },
      gradient: { [30 * exp(-30 * $0[0]) / pow(1 + exp(-30 * $0[0]), 2)] }),
  ]

  static func subject(_ exhibit: Exhibit) -> FunctionSubject {
    var subject = FunctionSubject(
      name: exhibit.name, point: [0.37, 0.81], value: exhibit.value,
      gradient: { p in exhibit.gradient(p) + Array(repeating: 0, count: 2 - exhibit.gradient(p).count) })
    subject.hints.domains = ["x": exhibit.range]
    return subject
  }

  @Test(arguments: exhibits)
  func `the probe says what kind of function it is`(_ exhibit: Exhibit) {
    for seed in 0..<10 as Range<UInt64> {
      var options = CheckOptions()
      options.seed = seed
      let found = GradientChecker(options: options).check(Self.subject(exhibit)).differentiability
      #expect(exhibit.expected.contains { $0 == found }, "seed \(seed): \(found?.rawValue ?? "nothing")")
    }
  }

  @Test func `a discontinuous layer fails though its gradient is right where it was measured`() {
    var subject = Self.subject(Self.exhibits[3])
    subject.kind = .layer
    let result = GradientChecker().check(subject)
    #expect(result.verdict == .fail)
    #expect(result.witness != nil)
  }

  @Test func `a straight-through estimator is named, and accepted where it is expected`() {
    var subject = FunctionSubject(
      name: "rounding", point: [0.37, 1.2], value: { $0[0].rounded() + $0[1].rounded() }, gradient: { _ in [1, 1] })
    subject.kind = .layer
    subject.hints.domains = ["x": -2...2]
    let result = GradientChecker().check(subject)
    #expect(result.verdict == .fail)
    #expect(result.arrays.flatMap(\.diagnosis).contains { $0.code == .straightThrough })
    subject.hints.expectedDifferentiability = .discontinuous
    #expect(GradientChecker().check(subject).verdict == .pass)
  }
}
