/// One element of one array, set to another value.
public struct Replacement: Sendable, Equatable {
  /// The index in `Subject.arrays`.
  public let array: Int
  /// The place in row-major order.
  public let element: Int
  /// The value that the element takes.
  public let value: Double

  /// Describes a replacement.
  public init(array: Int, element: Int, value: Double) {
    self.array = array
    self.element = element
    self.value = value
  }
}

/// What a replacement does to a subject's value.
public struct Response: Sendable, Equatable {
  /// f(replaced) − f(point), with as few digits lost as the subject can.
  public let difference: Double
  /// Whether other pieces of a piecewise function are active than at the point; `nil` where not known.
  public let crossesKink: Bool?
  /// A bound of the rounding noise in `difference` that the subject knows of; `nil` where it must be measured.
  public let noise: Double?

  /// Describes a response.
  public init(difference: Double, crossesKink: Bool? = nil, noise: Double? = nil) {
    self.difference = difference
    self.crossesKink = crossesKink
    self.noise = noise
  }
}

/// Many responses, as columns.
public struct ResponseColumns: Sendable, Equatable {
  /// See `Response.difference`.
  public var differences: [Double]
  /// See `Response.crossesKink`; 0 no, 1 yes, 2 not known.
  public var crossings: [UInt8]
  /// See `Response.noise`; below 0 where not known.
  public var noise: [Double]

  /// Collects the columns, which have one length.
  public init(differences: [Double], crossings: [UInt8], noise: [Double]) {
    self.differences = differences
    self.crossings = crossings
    self.noise = noise
  }

  /// The columns of responses.
  public init(_ responses: [Response]) {
    differences = responses.map(\.difference)
    crossings = responses.map { $0.crossesKink.map { $0 ? 1 : 0 } ?? 2 }
    noise = responses.map { $0.noise ?? -1 }
  }

  /// One of the responses.
  public subscript(place: Int) -> Response {
    Response(
      difference: differences[place], crossesKink: crossings[place] == 2 ? nil : crossings[place] == 1,
      noise: noise[place] < 0 ? nil : noise[place])
  }
}
