import Records
import Testing

/// Numbers as programs read them.
struct MachineNumberTests {
  @Test(
    "a number's text is the shortest that reads back",
    arguments: [
      (1e-8, "1e-8"), (1.5e-10, "1.5e-10"), (1e16, "1e16"), (6.02e23, "6.02e23"), (1e-300, "1e-300"),
      (5e-324, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e308"), (0.1, "0.1"),
      (0.1 + 0.2, "0.30000000000000004"), (-2, "-2.0"), (-0.0, "0.0"), (-3e-5, "-3e-5"),
    ])
  func shortest(number: Double, text: String) {
    #expect(MachineNumber.text(number) == text)
    #expect(Double(text) == number)
  }

  @Test func `any bit pattern reads back as itself`() throws {
    var bits: UInt64 = 0x9E37_79B9_7F4A_7C15
    for _ in 0..<5000 {
      bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let number = Double(bitPattern: bits)
      guard number.isFinite else { continue }
      let text = try #require(MachineNumber.text(number))
      #expect(Double(text)?.bitPattern == number.bitPattern, "\(text)")
      #expect(!text.contains("+") && !text.contains("e-0") && !text.contains("e0"))
    }
  }

  @Test func `a number that is not finite has a status and no text`() {
    #expect(MachineNumber.text(.nan) == nil)
    #expect(MachineNumber.text(.infinity) == nil)
    #expect(MachineNumber.text(-.infinity) == nil)
    #expect(MachineNumber.status(of: .nan) == "nan")
    #expect(MachineNumber.status(of: .infinity) == "+inf")
    #expect(MachineNumber.status(of: -.infinity) == "-inf")
    #expect(MachineNumber.status(of: 1) == "")
  }

  @Test(
    "seconds have three decimals",
    arguments: [
      (0, "0.000"), (0.0004, "0.000"), (0.0006, "0.001"), (1.25, "1.250"), (61.0059, "61.006"),
      (0.9996, "1.000"), (-1, "0.000"), (1e300, "1000000000000.000"), (.infinity, "1000000000000.000"),
      (.nan, "0.000"),
    ] as [(Double, String)])
  func seconds(seconds: Double, text: String) {
    #expect(MachineNumber.seconds(seconds) == text)
  }

  @Test(
    "short numbers are rounded once and keep their magnitude",
    arguments: [
      (0, "0"), (1, "1.000"), (42, "42.00"), (0.333, "0.3330"), (1.23e-8, "1.230e-8"), (-1.5e-9, "-1.500e-9"),
      (0.00012345, "0.0001234"), (9_999_999, "1.000e7"), (9.99996e-8, "1.000e-7"), (999.96, "1000"),
      (1_234_567, "1234567"), (5e-324, "4.941e-324"), (1.7976931348623157e308, "1.798e308"),
      (.nan, "not a number"), (.infinity, "+infinity"), (-.infinity, "-infinity"),
    ] as [(Double, String)])
  func short(number: Double, text: String) {
    #expect(MachineNumber.short(number) == text)
  }

  @Test func `short numbers take any count of digits`() {
    #expect(MachineNumber.short(1.0 / 3, digits: 2) == "0.33")
    #expect(MachineNumber.short(2.0 / 3 * 1e-9, digits: 1) == "7e-10")
    #expect(MachineNumber.short(1.0 / 3, digits: 6) == "0.333333")
  }
}
