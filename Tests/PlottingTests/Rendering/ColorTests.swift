import Testing

@testable import Plotting

/// Colours by the contrast formula of WCAG 2.
struct ColorTests {
  @Test(arguments: [(0x0072B2, 5.19), (0xD55E00, 3.87), (0x009E73, 3.42), (0xCC79A7, 3.06), (0x1A1A1A, 17.40)])
  func `contrast on white is that of the formula`(hex: Int, contrast: Double) {
    #expect(abs(Color(hex: UInt32(hex)).contrast(with: .white) - contrast) < 0.006)
  }

  @Test func `series can be seen on white, their names can be read`() {
    for color in Color.series {
      #expect(color.contrast(with: .white) >= 3)
      #expect(color.forText.contrast(with: .white) >= 4.5)
    }
    for color in [Color.text, .muted, .frame] { #expect(color.contrast(with: .white) >= 4.5) }
  }

  @Test func `the series of a chart are told apart in grey or by their place`() {
    #expect(Set(Color.series).count == Color.series.count)
  }

  @Test func `the sequential map darkens evenly, the diverging one from its middle`() {
    let lightness = stride(from: 0.0, through: 1, by: 0.05).map { ColorMap.sequential.color($0).luminance }
    for (a, b) in zip(lightness, lightness.dropFirst()) { #expect(b < a) }
    #expect(ColorMap.diverging.color(0) == .white)
    for share in [0.2, 0.6, 1] {
      let (low, high) = (ColorMap.diverging.color(-share), ColorMap.diverging.color(share))
      #expect(low.red > low.blue && high.blue > high.red)
    }
    #expect(ColorMap.sequential.color(.nan) == ColorMap.diverging.color(.nan))
  }
}
