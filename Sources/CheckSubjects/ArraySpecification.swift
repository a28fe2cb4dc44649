import Configuration
import Networks
import Tensors

/// How an array of a configuration is made: `{normal: [2, 3]}`, `{values: [[1, 2]]}`, …
public struct ArraySpecification: Sendable, Equatable {
  /// Where the numbers come from.
  public enum Source: Sendable, Equatable {
    /// Normal numbers.
    case normal(mean: Double, deviation: Double)
    /// Uniform numbers.
    case uniform(low: Double, high: Double)
    /// Whole numbers from 0, below a bound.
    case integers(below: Int)
    /// The numbers themselves.
    case values([Double])
    /// One number everywhere.
    case constant(Double)
  }

  /// The extent of each axis.
  public let shape: [Int]
  /// Where the numbers come from.
  public let source: Source

  static let kinds = ["normal", "uniform", "integers", "values", "ones", "zeros"]
  static let keys = kinds + ["mean", "deviation", "low", "high", "below", "dtype"]

  /// Describes an array.
  public init(shape: [Int], source: Source) {
    self.shape = shape
    self.source = source
  }

  /// Reads an array; a plain list or number is an array of values.
  public init(_ node: ConfigurationNode) throws(ConfigurationError) {
    switch node.content {
    case .list, .number:
      self = try Self.values(node)
      return
    default: break
    }
    let mapping = try node.entries(allowing: Self.keys)
    let given = Self.kinds.filter { mapping[$0] != nil }
    guard let kind = given.first, given.count == 1, let own = mapping[kind] else {
      throw node.error(
        "expected one of \(Self.kinds.joined(separator: ", ")), found \(given.isEmpty ? "none" : given.joined(separator: " and "))"
      )
    }
    if kind == "values" {
      self = try Self.values(own)
      return
    }
    let shape = try Self.shape(own)
    let finite = -1e300...1e300
    switch kind {
    case "normal":
      self.init(
        shape: shape,
        source: .normal(
          mean: try mapping["mean"]?.number(in: finite) ?? 0,
          deviation: try mapping["deviation"]?.number(in: 0...1e300, expected: "a number from 0") ?? 1))
    case "uniform":
      let low = try mapping["low"]?.number(in: finite) ?? 0
      let high = try mapping["high"]?.number(in: finite) ?? 1
      guard low <= high else { throw node.error("expected low to be at most high, found \(low) and \(high)") }
      self.init(shape: shape, source: .uniform(low: low, high: high))
    case "integers":
      self.init(shape: shape, source: .integers(below: try mapping.required("below").integer(in: 1...1_000_000_000)))
    default: self.init(shape: shape, source: .constant(kind == "ones" ? 1 : 0))
    }
  }

  /// The array, with what is random drawn from a generator.
  public func realize(generator: inout SeededGenerator) -> Tensor<Double> {
    let count = shape.reduce(1, *)
    let elements: [Double]
    switch source {
    case .values(let values): elements = values
    case .constant(let value): elements = Array(repeating: value, count: count)
    case .normal(let mean, let deviation): elements = (0..<count).map { _ in mean + deviation * generator.normal() }
    case .uniform(let low, let high): elements = (0..<count).map { _ in generator.uniform(low, high) }
    case .integers(let bound): elements = (0..<count).map { _ in Double(generator.integer(below: bound)) }
    }
    return Tensor(shape: shape, elements: elements)
  }

  /// The range inside which the values lie, for the probe; `nil` for given values.
  public var domain: ClosedRange<Double>? {
    switch source {
    case .normal(let mean, let deviation): (mean - 3 * deviation)...(mean + 3 * deviation)
    case .uniform(let low, let high): low...high
    default: nil
    }
  }

  private static func shape(_ node: ConfigurationNode) throws(ConfigurationError) -> [Int] {
    var shape: [Int] = []
    var count = 1
    for extent in try node.list() {
      let own = try extent.integer(in: 0...100_000_000)
      let (product, overflow) = count.multipliedReportingOverflow(by: max(own, 1))
      guard !overflow, product <= 100_000_000 else { throw node.error("expected at most 100000000 elements") }
      count = product
      shape.append(own)
    }
    return shape
  }

  private static func values(_ node: ConfigurationNode) throws(ConfigurationError) -> ArraySpecification {
    var numbers: [Double] = []
    let shape = try collect(node, into: &numbers, depth: 0)
    return ArraySpecification(shape: shape, source: .values(numbers))
  }

  private static func collect(
    _ node: ConfigurationNode, into numbers: inout [Double], depth: Int
  ) throws(ConfigurationError) -> [Int] {
    guard case .list(let nodes) = node.content else {
      guard case .number(let number, _) = node.content else {
        throw node.error("expected a number, found \(node.kindName)")
      }
      numbers.append(number)
      return []
    }
    var inner: [Int]?
    for own in nodes {
      let shape = try collect(own, into: &numbers, depth: depth + 1)
      guard inner == nil || inner == shape else { throw own.error("expected rows of one length") }
      inner = shape
    }
    return [nodes.count] + (inner ?? [])
  }
}
