import Foundation
import Testing

@testable import CourseReport

/// Titles and sentences that held for the built-in data only.
@Suite struct OtherWordsTests {
  private static func report(_ text: String) throws -> ReportBuilder.Report {
    try WholeCourse.build(try WholeCourse.configuration(text), formats: [.svg])
  }

  private static func figures(_ text: String) throws -> [String: CourseFigure] {
    let all = try ReportBuilder(configuration: try WholeCourse.configuration(text)).computedFigures()
    return Dictionary(uniqueKeysWithValues: all.map { ($0.figure.name, $0.figure) })
  }

  private static func prose(_ report: ReportBuilder.Report, _ lesson: LessonName) throws -> String {
    let file = try #require(report.files.first { $0.path == "en/\(lesson.rawValue).html" })
    return WholeCourse.prose(String(decoding: file.bytes, as: UTF8.self))
  }

  private static func csv(_ rows: [String]) throws -> String {
    let file = NSTemporaryDirectory() + "gradus-\(UUID().uuidString).csv"
    try (rows.joined(separator: "\n") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  @Test func `one output is counted right as often in the curve as in the confusion matrix`() throws {
    let figures = try Self.figures(
      """
      dataset: {moons: {samples: 80, noise: 0.1}}
      network: {layers: [{dense: 8}, tanh, {dense: 1}], loss: binary-cross-entropy}
      training: {epochs: 40, validation: 0, optimizer: {sgd: {rate: 0.3, momentum: 0.9}}}
      lessons: [training]
      """)
    let last = try #require(figures["accuracy-curve"]?.data.rows.last?[1])
    let counts = try #require(figures["confusion"]).data.rows.compactMap { row -> Int? in
      if case .integer(let count) = row[2] { count } else { nil }
    }
    guard case .number(let accuracy) = last, counts.count == 4 else { throw ReportError(.defect, "no numbers") }
    #expect(abs(accuracy - Double(counts[0] + counts[3]) / 80) < 1e-9)
    #expect(accuracy > 0.8)
  }

  @Test(arguments: [
    ("[0.01, 0.3, 6]", "crawls; too large"), ("[0.3, 6]", "makes the cost explode"), ("[0.01, 0.3]", "rate crawls"),
    ("[0.01, 0.02]", "other learning rates"), ("[5, 0.5, 3]", "makes the cost explode"),
  ])
  func `the title of the learning rates says what these ones do`(rates: String, words: String) throws {
    let figures = try Self.figures("lessons: [backpropagation]\ntraining: {epochs: 1, rates: \(rates)}")
    #expect(try #require(figures["learning-rates"]).title.en.contains(words))
  }

  @Test func `the smallest of the rates that run away is named`() throws {
    let figures = try Self.figures("lessons: [backpropagation]\ntraining: {epochs: 1, rates: [100, 0.3, 6]}")
    #expect(try #require(figures["learning-rates"]).caption.en.contains("At a rate of 6 "))
  }

  @Test func `a regression has no classes, neither in titles nor in sentences`() throws {
    let file = try Self.csv(
      ["x,z,price"] + (0..<40).map { "\(Double($0) / 10),\($0 * $0 % 17),\(Double($0) * 0.3 + 1.5)" })
    defer { try? FileManager.default.removeItem(atPath: file) }
    let text = """
      dataset: {csv: '\(file)', label: price}
      network: {layers: [{dense: 8}, tanh, {dense: 1}], loss: squared-error}
      training: {epochs: 5}
      lessons: [training, softmax, entropy]
      """
    let figures = try Self.figures(text)
    for name in ["decision-regions", "class-entropy"] {
      let figure = try #require(figures[name])
      #expect(!figure.title.en.contains("class") && !figure.caption.en.contains("class"), "\(figure.title.en)")
      #expect(!figure.title.ko.contains("클래스") && !figure.caption.ko.contains("클래스"), "\(figure.title.ko)")
    }
    let report = try Self.report(text)
    #expect(try Self.prose(report, .training).contains("Training a network: all of it together"))
    #expect(try Self.prose(report, .softmax).contains("lines of equal prediction"))
  }

  @Test func `without validation data none are spoken of`() throws {
    let report = try Self.report("training: {epochs: 2, validation: 0}\nlessons: [training]")
    let prose = try Self.prose(report, .training)
    #expect(!prose.contains("split into training and validation"))
    #expect(!prose.contains("and validation data"))
  }

  @Test func `a training that exploded says so, in which epoch, and what helps`() throws {
    let report = try Self.report("training: {epochs: 40, optimizer: {sgd: {rate: 1.0e+4}}}\nlessons: [training]")
    #expect(try Self.prose(report, .training).contains("try a smaller learning rate"))
    let front = try #require(report.files.first { $0.path == "en/index.html" })
    #expect(String(decoding: front.bytes, as: UTF8.self).contains("Stopped, as the cost exploded, in epoch"))
  }

  @Test func `one epoch is not called epochs`() throws {
    let figures = try Self.figures("training: {epochs: 1}\nlessons: [training]")
    for figure in figures.values { #expect(!figure.title.en.contains(/\b1 epochs/), "\(figure.title.en)") }
  }

  @Test func `the map of the plane takes the features that tell classes apart`() throws {
    // The second and the third column hold the class, the others the same noise for all.
    let rows = (0..<60).map { row in
      let noise = (0..<3).map { String((row * 37 + $0 * 11) % 17) }
      return "\(noise[0]),\(row % 3),\(row % 3 * 5),\(noise[1]),\(noise[2]),\("abc".map(String.init)[row % 3])"
    }
    let file = try Self.csv(["n1,first,second,n2,n3,kind"] + rows)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let figures = try Self.figures("dataset: {csv: '\(file)', label: kind}\ntraining: {epochs: 1}\nlessons: [softmax]")
    let caption = try #require(figures["decision-regions"]).caption.en
    #expect(caption.contains("first") && caption.contains("second") && !caption.contains("n1"), "\(caption)")
  }

  @Test func `outputs that are probabilities already are not put through softmax again`() throws {
    let figures = try Self.figures(
      """
      network: {layers: [{dense: 8}, tanh, {dense: 3}, softmax], loss: squared-error}
      training: {epochs: 40, optimizer: {sgd: {rate: 0.5}}}
      lessons: [training]
      """)
    let means = try #require(figures["calibration"]).data.rows.compactMap { row -> Double? in
      if case .number(let mean) = row[0] { mean } else { nil }
    }
    // The softmax of probabilities of three classes is never above e / (e + 2).
    #expect(try #require(means.max()) > 0.8, "\(means)")
  }

  @Test func `gradients that are zero beside the others are not drawn, and the caption counts them`() throws {
    let text = """
      network: {layers: [{dense: 5}, {batch-normalization: {}}, tanh, {dense: 3}]}
      training: {epochs: 1}
      lessons: [gradient-checking]
      """
    let figure = try #require(try Self.figures(text)["gradient-scatter"])
    #expect(figure.caption.en.contains("Not drawn: 5 that"), "\(figure.caption.en)")
    #expect(figure.caption.ko.contains("5개는 그리지"), "\(figure.caption.ko)")
  }

  @Test func `a single feature is not called two`() throws {
    let file = try Self.csv(["x,kind"] + (0..<20).map { "\($0 * 7 % 20),\($0 * 7 % 20 < 9 ? "low" : "high")" })
    defer { try? FileManager.default.removeItem(atPath: file) }
    let figures = try Self.figures("dataset: {csv: '\(file)', label: kind}\ntraining: {epochs: 1}\nlessons: [softmax]")
    #expect(try #require(figures["decision-regions"]).caption.en.contains("the only feature, "))
  }

  @Test func `a zero against what cancelled sums leave over is not the largest error`() throws {
    let file = try Self.csv(
      ["rooms,area,price"] + (0..<40).map { "\($0 % 6),\($0 * 7 % 40),\($0 * 2500 + $0 % 6 * 90_000)" })
    defer { try? FileManager.default.removeItem(atPath: file) }
    let report = try Self.report(
      """
      dataset: {csv: '\(file)', label: price}
      network: {layers: [{dense: 8}, tanh, {dense: 1}], loss: squared-error}
      training: {optimizer: {sgd: {rate: 0.01}}, epochs: 50, batch: 8}
      lessons: [training]
      """)
    #expect(report.verdict.verdict == .pass)
    #expect(report.verdict.largestError < 1e-6, "\(report.verdict.largestError)")
  }
}
