import Configuration
import Networks
import Testing

@testable import CourseReport

/// The keys of a report's configuration file.
@Suite struct ReportConfigurationTests {
  private func read(_ text: String) throws(ConfigurationError) -> ReportConfiguration {
    try ReportConfiguration(ConfigurationNode.parse(text: text, file: "course/report.yaml"))
  }

  @Test func `every key is read`() throws {
    let configuration = try read(
      """
      title: {ko: 제목, en: Title}
      course: 2026
      seed: 7
      accent: "#8A1C5C"
      lessons: [softmax, relu]
      languages: [en]
      notes: {softmax: {ko: notes/s.ko.md, en: /abs/s.md}, relu: r.md}
      checks: [my.yaml]
      dataset: {csv: my.csv, label: species}
      network: {layers: [{dense: 16}, relu, {leaky-relu: {slope: 0.2}}], loss: squared-error, regularization: 0.1}
      training: {optimizer: {adam: {rate: 0.01}}, epochs: 5, batch: 4, validation: 0.25, rates: [0.01, 0.1]}
      """)
    #expect(configuration.title == LocalizedText(ko: "제목", en: "Title"))
    #expect(configuration.course == LocalizedText("2026"))
    #expect(configuration.seed == 7)
    #expect(configuration.accent.light == 0x8A1C5C)
    #expect(configuration.lessons == [.softmax, .relu])
    #expect(configuration.languages == [.en])
    #expect(configuration.notes[.softmax] == [.ko: "course/notes/s.ko.md", .en: "/abs/s.md"])
    #expect(configuration.notes[.relu] == [.ko: "course/r.md", .en: "course/r.md"])
    #expect(configuration.checks == ["course/my.yaml"])
    #expect(
      configuration.dataset.specification
        == Specification("csv", main: .text("my.csv"), [SettingEntry("label", .text("species"))]))
    #expect(configuration.network.layers?.map(\.specification.name) == ["dense", "relu", "leaky-relu"])
    #expect(configuration.network.layers?[2].specification.entries == [SettingEntry("slope", .number(0.2))])
    #expect(configuration.network.loss?.specification.name == "squared-error")
    #expect(configuration.network.regularization == 0.1)
    #expect(configuration.training.optimizer.specification.name == "adam")
    #expect((configuration.training.epochs, configuration.training.batch) == (5, 4))
    #expect(configuration.training.validation == 0.25)
    #expect(configuration.training.rates == [0.01, 0.1])
  }

  @Test func `what is left out is the built-in course`() throws {
    let configuration = try read("seed: 1")
    #expect(configuration.lessons == LessonName.course)
    #expect(configuration.dataset.specification == Specification("iris"))
    #expect(configuration.training.epochs == 200)
    #expect(try read("").seed == 231)
  }

  @Test(arguments: [
    ("titel: x", "1:1", "did you mean 'title'"), ("seed: 1\nseed: 2", "", "once"),
    ("seed: -1", "1:7", "whole number"),
    ("seed: 1.5", "1:7", "found the number 1.5"), ("accent: \"#FFD700\"", "1:9", "contrast"),
    ("accent: red", "1:9", "#0072B2"),
    ("lessons: [softmaxx]", "1:11", "did you mean 'softmax'"), ("lessons: [relu, relu]", "1:17", "twice"),
    ("lessons: []", "1:10", "at least one"), ("languages: [fr]", "1:13", "ko, en"),
    ("notes: {sofmax: x}", "1:9", "softmax"),
    ("dataset: irs", "1:10", "did you mean 'iris'"), ("dataset: {irs: {}}", "1:11", "did you mean 'iris'"),
    ("network:\n  layers:\n    - dens: 3", "3:7", "did you mean 'dense'"),
    ("network: {layers: []}", "1:19", "at least one layer"),
    ("network: {loss: hing}", "1:17", "did you mean 'hinge'"),
    ("network: {regularization: -1}", "1:27", "not negative"),
    ("training: {epochs: -1}", "1:20", "from 0 to"),
    ("training: {epochs: many}", "1:20", "found the text 'many'"),
    ("training: {optimizer: adma}", "1:23", "did you mean 'adam'"),
    ("training: {validation: 1}", "1:24", "0.9"),
    ("training: {rates: [0.1]}", "1:19", "two to six"), ("title: [a]", "1:8", "expected a text"),
    ("title: {en: \" \"}", "1:13", "not empty"),
    ("- a", "1:1", "expected a mapping"),
  ])
  func `a mistake is named with its place`(text: String, place: String, message: String) {
    let error = #expect(throws: ConfigurationError.self) { try read(text) }
    #expect(error?.description.contains("report.yaml:" + place) == true, "\(String(describing: error))")
    #expect(error?.message.contains(message) == true, "\(String(describing: error))")
  }

  // 5.19 on white: WCAG's formula, computed with another program.
  @Test(arguments: [
    (0x0072B2 as UInt32, 5.19), (0xFFFFFF, 1), (0x000000, 21), (0xD55E00, 3.87), (0x767676, 4.54),
  ])
  func `contrast is computed as WCAG defines it`(color: UInt32, contrast: Double) {
    #expect(abs(AccentColor(light: color).lightContrast - contrast) < 0.01)
  }

  @Test(arguments: [0x0072B2 as UInt32, 0x000000, 0x8A1C5C, 0x4B0082])
  func `the dark accent can be read on the dark ground`(color: UInt32) {
    #expect(
      AccentColor.contrast(AccentColor(light: color).dark, AccentColor.darkGround)
        >= AccentColor.sufficientContrast)
  }
}
