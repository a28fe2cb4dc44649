import Foundation
import GradientChecking
import Records

/// The part file of `--resume`, which holds what is done so far: written at most once a second, and at the end.
struct Checkpoint {
  private let file: String
  private let selection: SubjectSelection.Resolved
  private var done: [SubjectResult] = []
  private var lastWritten = ProcessInfo.processInfo.systemUptime
  private var failure: OutputError?

  /// Continues the file of a selection.
  init(file: String, selection: SubjectSelection.Resolved) {
    self.file = file
    self.selection = selection
  }

  /// Keeps a subject's result.
  mutating func add(_ subject: SubjectResult) {
    done.append(subject)
    let now = ProcessInfo.processInfo.systemUptime
    guard now - lastWritten > 1, failure == nil else { return }
    let options = selection.options
    let result = CheckResult(
      seed: options.seed, shard: options.shard,
      tolerance: options.tolerance ?? options.defaultTolerance ?? CheckResult.usualTolerance,
      subjects: done, seconds: 0)
    do { try write(selection.joined(with: result)) } catch { failure = error }
    lastWritten = ProcessInfo.processInfo.systemUptime
  }

  /// Writes the whole result, or says why that failed earlier.
  func finish(_ result: CheckResult) throws(OutputError) {
    if let failure { throw failure }
    try write(result)
  }

  private func write(_ result: CheckResult) throws(OutputError) {
    var recorder = JSONRecorder()
    recorder.includesElements = true
    try AtomicFile.write(recorder.record(result), to: file)
  }
}
