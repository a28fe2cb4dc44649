import Testing

@testable import CourseReport

/// Numbers as readers see them.
@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.3333333, 4, "0.3333"), (1.0, 3, "1.00"), (-0.5, 2, "−0.50"), (1234567, 4, "1234567"),
    (12_345_678, 4, "1.235×10⁷"),
    (0.0001, 2, "0.00010"), (0.00001234, 3, "1.23×10⁻⁵"), (-3.2e-10, 2, "−3.2×10⁻¹⁰"), (9.9996, 4, "10.00"),
    (0, 4, "0"),
    (0.00009999999, 3, "0.000100"), (1e300, 2, "1.0×10³⁰⁰"), (2.5, 1, "2"),
    (-2024 * Double.leastNonzeroMagnitude, 3, "−1.00×10⁻³²⁰"),
  ])
  func `significant digits`(number: Double, digits: Int, expected: String) {
    #expect(NumberText.text(number, .significant(digits), in: .en) == expected)
  }

  @Test(arguments: [
    (0.1, NumberStyle.trimmed(6), "0.1"), (16, .trimmed(6), "16"), (1e-8, .trimmed(6), "1×10⁻⁸"),
    (100, .trimmed(2), "100"),
    (1.5, .fixed(0), "2"), (-0.004, .fixed(2), "0.00"), (0.125, .fixed(2), "0.12"),
    (1e20, .fixed(1), "100000000000000000000.0"),
    (0.96667, .percent(1), "96.7%"), (1, .percent(0), "100%"), (4810, .integer, "4,810"),
    (-1234567, .integer, "−1,234,567"),
    (999, .integer, "999"), (0.00032, .scientific(2), "3.2×10⁻⁴"), (12, .scientific(1), "1×10¹"),
  ])
  func `other styles`(number: Double, style: NumberStyle, expected: String) {
    #expect(NumberText.text(number, style, in: .ko) == expected)
  }

  @Test(arguments: [(-3.2e-10, "-3.2e-10"), (-0.5, "-0.50"), (1e8, "1.0e8"), (0, "0")])
  func `tables that may be copied are in ASCII`(number: Double, expected: String) {
    #expect(NumberText.data(number, .significant(2), .en) == expected)
  }

  @Test func `what is no number is said in words`() {
    #expect(NumberText.text(.nan, .fixed(2), in: .en) == "not a number")
    #expect(NumberText.text(.nan, .integer, in: .ko) == "수가 아님")
    #expect(NumberText.text(-.infinity, .percent(1), in: .en) == "−∞")
    #expect(NumberText.data(.infinity, .significant(3), .en) == "+∞")
  }
}
