import Foundation
import GradientChecking
import Records
import Tensors

/// A subject in another process.
///
/// It is opened when it is first looked at. One that cannot be opened has no arrays; its session throws why.
public final class ExternalSubject: Subject, @unchecked Sendable {
  /// The name in results.
  public var name: String { definition.name }
  /// Where it comes from.
  public var source: String { definition.source }
  /// What it is.
  public var kind: SubjectKind {
    definition.kind ?? (try? opened().get()).flatMap { $0.reply.kind.flatMap(SubjectKind.init(rawValue:)) } ?? .layer
  }
  /// The precision inside, as far as it shows.
  public var scalar: ScalarKind {
    if definition.scalar == .float { return .float }
    return (try? opened().get())?.isFloat == true ? .float : .double
  }
  /// The arrays that a gradient is claimed for.
  public var arrays: [SubjectArray] { (try? opened().get())?.arrays ?? [] }
  /// What is known of the inside.
  public var hints: SubjectHints { (try? opened().get())?.hints ?? definition.hints }

  /// What was asked for.
  public let definition: ExternalDefinition
  let worker: Worker
  /// The name that the worker knows it by: each subject has its own, also where two have one name in results (variants
  /// of one another, several guesses of its inputs).
  let handle: String
  /// Whether precision inside was found to be single although double was asked for.
  var hidesFloat: Bool { definition.scalar == .double && scalar == .float }

  private let lock = NSLock()
  private var state: Result<Opened, SubjectError>?
  private var spent = TimeSpent()
  private var firstRequest: Double?
  private var batchSize = BatchSize()

  struct Opened: Sendable {
    let reply: OpenReply
    let arrays: [SubjectArray]
    let upstream: [[Double]]
    let hints: SubjectHints
    let generation: Int
    var isFloat: Bool { reply.scalar == "float" }
  }

  /// A subject that a worker will open.
  public init(_ definition: ExternalDefinition, worker: Worker) {
    self.definition = definition
    self.worker = worker
    handle = worker.makeHandle(definition.name)
  }

  /// One thread's use.
  public func makeSession() throws(SubjectError) -> any SubjectSession {
    switch opened() {
    case .success(let opened): return ExternalSession(self, opened)
    case .failure(let error): throw error
    }
  }

  func opened() -> Result<Opened, SubjectError> {
    lock.lock()
    defer { lock.unlock() }
    if let state { return state }
    var result: Result<Opened, SubjectError>
    do { result = .success(try open()) } catch { result = .failure(error) }
    state = result
    return result
  }

  /// Where the time went since the subject was opened.
  public var timeSpent: TimeSpent { lock.withLock { spent } }

  /// Counts an exchange that has just ended.
  func spend(from start: Double, code: Double) {
    let now = ProcessInfo.processInfo.systemUptime
    lock.withLock {
      let first = min(firstRequest ?? start, start)
      firstRequest = first
      spent.whole = now - first
      spent.code += code
    }
  }

  /// How many points go into one exchange.
  var batch: BatchSize { lock.withLock { batchSize } }

  /// Learns from an exchange of some points.
  func adjustBatch(_ count: Int, seconds: Double) {
    lock.withLock { batchSize.adjust(count, seconds: seconds) }
  }

  /// Why the subject cannot be opened, if so.
  public var openingError: SubjectError? {
    if case .failure(let error) = opened() { return error }
    return nil
  }

  /// The request that opens the subject in a process.
  func openingFrame() -> Frame {
    var body = Data()
    let settings = definition.settings.json(body: &body)
    let header = JSONValue.object {
      $0.add("request", text: "open")
      $0.add("subject", text: handle)
      $0.add("scalar", text: definition.scalar.rawValue)
      $0.add("settings", settings)
    }
    return Frame(header: Data(header.compactText.utf8), body: body)
  }

  private func open() throws(SubjectError) -> Opened {
    let answer = try worker.request(openingFrame().bytes, timeout: definition.timeout)
    let frame = answer.reply
    let reply: OpenReply = try Worker.decode(frame)
    var arrays: [SubjectArray] = []
    let numbers = frame.body.numbers
    let counts = reply.arrays.map { $0.shape.reduce(1, *) }
    guard reply.arrays.allSatisfy({ $0.shape.allSatisfy { $0 >= 0 } }),
      reply.outputs.allSatisfy({ $0.allSatisfy { $0 >= 0 } }), counts.reduce(0, +) * 8 == frame.body.count
    else {
      throw SubjectError(
        type: "protocol",
        message:
          "the worker sent \(frame.body.count) bytes for arrays of the shapes \(reply.arrays.map(\.shape)), expected 8 an element"
      )
    }
    var start = 0
    let isFloat = reply.scalar == "float" || definition.scalar == .float
    for (array, count) in zip(reply.arrays, counts) {
      let values = Array(numbers[start..<(start + count)])
      arrays.append(
        SubjectArray(
          name: array.name, role: array.role == "parameter" ? .parameter : .input, shape: array.shape,
          values: isFloat ? values.map { Double(Float($0)) } : values))
      start += count
    }
    var hints = definition.hints
    hints.sizes = (reply.sizes ?? []).map { ($0.name, $0.size) }
    hints.regularization = hints.regularization ?? reply.regularization
    if let file = reply.file { hints.location = (file, reply.line ?? 1) }
    return Opened(
      reply: reply, arrays: arrays, upstream: try upstream(reply), hints: hints, generation: answer.generation)
  }

  /// The upstream gradient: ones hide mistakes (a softmax' rows sum to 1), so it is random unless it is given.
  private func upstream(_ reply: OpenReply) throws(SubjectError) -> [[Double]] {
    var generator = SeededGenerator(seed: definition.seed).fork("upstream").fork(definition.name)
    var made: [[Double]] = []
    for (index, shape) in reply.outputs.enumerated() {
      let count = shape.reduce(1, *)
      if index == 0, let given = definition.upstream {
        guard given.count == count else {
          throw SubjectError(
            type: "configuration",
            message: "upstream has \(given.count) elements, expected \(count): the output's shape is \(shape)")
        }
        made.append(given)
      } else {
        made.append((0..<count).map { _ in reply.unitUpstream == true ? 1 : generator.normal() })
      }
    }
    return made
  }
}
