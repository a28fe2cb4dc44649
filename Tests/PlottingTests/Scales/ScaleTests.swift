import Testing

@testable import Plotting

/// From data to pixels.
struct ScaleTests {
  private static let linear = Scale(kind: .linear, low: -1, high: 3, start: 400, end: 0)
  private static let logarithmic = Scale(kind: .logarithmic, low: 1e-4, high: 1, start: 0, end: 400, zeroLane: -20)

  @Test(arguments: [(-1, 400), (3, 0), (1, 200), (0, 300)])
  func `a linear axis has equal steps`(value: Double, pixel: Double) {
    #expect(Self.linear.pixel(value) == pixel && Self.linear.place(value) == pixel)
  }

  @Test(arguments: [(1e-4, 0), (1, 400), (0.01, 200), (0, -20), (-5, -20)])
  func `a logarithmic axis has equal ratios and a lane for what has none`(value: Double, pixel: Double) throws {
    let found = try #require(Self.logarithmic.pixel(value))
    #expect(abs(found - pixel) < 1e-9 && Self.logarithmic.place(value) == found)
  }

  @Test func `far outside, points stay near while lines keep their slope`() {
    #expect(Self.linear.pixel(1003) == -400 && Self.linear.pixel(-1001) == 800)
    #expect(Self.linear.place(1003) == -100_000)
    #expect(Self.linear.place(1e300).map { abs($0) } == 4e11)
  }

  @Test(arguments: [Scale.Kind.linear, .logarithmic])
  func `an axis of one value has it in the middle`(kind: Scale.Kind) {
    let scale = Scale(kind: kind, low: 2, high: 2, start: 0, end: 100)
    #expect(scale.pixel(2) == 50 && scale.place(2) == 50)
  }

  @Test func `what is no number has no place, and the whole range of numbers has one`() throws {
    #expect(Self.linear.pixel(.nan) == nil && Self.logarithmic.place(.nan) == nil)
    let wide = Scale(
      kind: .linear, low: -.greatestFiniteMagnitude, high: .greatestFiniteMagnitude, start: 0, end: 100)
    #expect(wide.pixel(0) == 50)
  }

  @Test(arguments: [linear, logarithmic]) func `a pixel's value has that pixel`(scale: Scale) throws {
    for pixel in stride(from: 10.0, through: 390, by: 38) {
      #expect(abs(try #require(scale.pixel(scale.value(at: pixel))) - pixel) < 1e-9)
    }
  }
}
