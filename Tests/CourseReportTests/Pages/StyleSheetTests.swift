import Testing

@testable import CourseReport

/// The colours of the page can be read on their grounds.
@Suite struct StyleSheetTests {
  /// The variables of the style sheet: on screen in the light, in the dark, and on paper.
  private func variables() throws -> [[String: UInt32]] {
    let style = try SampleReport.templates().style(accent: .standard)
    return style.matches(of: /:root \{([^}]*)\}/).map { block in
      var colors: [String: UInt32] = [:]
      for color in block.1.matches(of: /--([a-z]+): #([0-9a-f]{6});/) {
        colors[String(color.1)] = UInt32(color.2, radix: 16)
      }
      return colors
    }
  }

  @Test(arguments: ["text", "muted", "accent", "pass", "fail", "value", "gradient"])
  func `text has a contrast of 4.5 on both grounds in every mode`(name: String) throws {
    let modes = try variables()
    #expect(modes.count == 3)
    for (mode, colors) in modes.enumerated() {
      let color = try #require(colors[name])
      for ground in ["ground", "raised"] {
        let contrast = AccentColor.contrast(color, try #require(colors[ground]))
        #expect(contrast >= 4.5, "\(name) on \(ground) in mode \(mode): \(contrast)")
      }
    }
  }

  @Test func `frames can be seen`() throws {
    for colors in try variables().prefix(2) {
      #expect(AccentColor.contrast(try #require(colors["frame"]), try #require(colors["ground"])) >= 3)
    }
  }

  @Test func `nothing is loaded and nothing moves`() throws {
    let style = try SampleReport.templates().style(accent: .standard)
    #expect(!style.contains("url("))
    #expect(!style.contains("@import"))
    #expect(!style.contains("@font-face"))
    #expect(style.contains("prefers-reduced-motion"))
  }
}
