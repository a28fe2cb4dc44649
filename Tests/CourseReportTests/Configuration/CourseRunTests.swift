import Configuration
import GradientChecking
import Networks
import Testing

@testable import CourseReport

/// What is computed once for all lessons.
@Suite struct CourseRunTests {
  private func run(_ text: String) throws -> CourseRun {
    try CourseRun(ReportConfiguration(ConfigurationNode.parse(text: text, file: "report.yaml")))
  }

  @Test func `the built-in course learns Iris and all its gradients hold`() throws {
    let run = try CourseRun(ReportConfiguration())
    #expect(run.divergence == nil)
    #expect(run.history.epochs.count == 201)
    // Chance is log 3 = 1.0986 nats.
    #expect(abs(run.history.epochs[0].trainCost - 1.0986) < 1)
    #expect(run.history.finalCost < 0.1)
    #expect((run.history.epochs.last?.validationAccuracy ?? 0) > 0.8)
    #expect(run.verdict.verdict == .pass, "\(run.verdict)")
    // Twice: 64 + 16 + 48 + 3 parameters, and 6 samples of 4 features.
    #expect(run.verdict.elements == 2 * (131 + 24))
    #expect(run.checkBefore.subjects[0].arrays.allSatisfy { $0.checked == $0.elementCount })
  }

  @Test func `the same seed gives the same run whatever the number of threads, another seed another`() throws {
    var (options, other) = (ReportOptions(), ReportConfiguration())
    var configuration = ReportConfiguration()
    configuration.training.epochs = 3
    let one = try CourseRun(configuration, options: options)
    options.jobs = 3
    let two = try CourseRun(configuration, options: options)
    #expect(one.history == two.history)
    #expect(one.verdict == two.verdict)
    #expect(
      one.checkAfter.subjects[0].arrays.map(\.elements) == two.checkAfter.subjects[0].arrays.map(\.elements))
    other.seed = 1
    other.training.epochs = 3
    #expect(try CourseRun(other).history != one.history)
  }

  @Test(arguments: [
    "dataset: {spiral: {samples: 40}}\ntraining: {epochs: 2}",
    "dataset: xor\ntraining: {epochs: 2, batch: 100}",
    "dataset: lecture\ntraining: {epochs: 2}", "dataset: {moons: {samples: 20}}\ntraining: {epochs: 0}",
    "network: {layers: [{dense: 3}], loss: squared-error}\ntraining: {epochs: 2, validation: 0}",
    "network: {layers: [{dense: 70}, tanh, {dense: 3}], regularization: 0.01}\ntraining: {epochs: 1, optimizer: adam}",
  ])
  func `any data and network that fit give a run whose gradients hold`(text: String) throws {
    let run = try run(text)
    #expect(run.verdict.verdict == .pass, "\(run.verdict)")
    #expect(run.checkBatch.count <= 6)
  }

  @Test func `an exploding cost ends training early`() throws {
    let run = try run("training: {optimizer: {sgd: {rate: 1.0e+5}}, epochs: 100}")
    #expect(run.divergence != nil)
    #expect(run.history.epochs.count < 100)
  }

  @Test func `what the report tells of a run is in its texts`() throws {
    var options = ReportOptions()
    options.date = "2026-01-05"
    let run = try run("network: {regularization: 0.1}\ntraining: {epochs: 1}")
    let folder = try SampleReport.templates()
    let (ko, en) = (try folder.words("pages/ko"), try folder.words("pages/en"))
    for fact in RunFacts.facts(run, options) {
      #expect(ko.contains("fact.\(fact.key)"), "\(fact.key)")
      #expect(en.contains("fact.\(fact.key)"), "\(fact.key)")
    }
  }
}
