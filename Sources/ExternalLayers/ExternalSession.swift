import Foundation
import GradientChecking
import Records

/// One thread's use of a subject in another process.
final class ExternalSession: SubjectSession {
  private let subject: ExternalSubject
  private let opened: ExternalSubject.Opened
  /// The upstream gradient, which every request begins with.
  private let upstream: Data
  let point: [[Double]]
  private(set) var forwardPasses = 0.0
  private(set) var observations: [StateObservation] = []
  /// What the latest exchange took.
  private var lastSeconds = 0.0

  private static let largestBody = 64 << 20

  init(_ subject: ExternalSubject, _ opened: ExternalSubject.Opened) {
    self.subject = subject
    self.opened = opened
    point = opened.arrays.map(\.values)
    upstream = opened.upstream.reduce(into: Data()) { $0.append(numbers: $1) }
    if subject.hidesFloat {
      observations.append(
        StateObservation(code: .float32, array: nil, message: "the arithmetic inside is single precision"))
    }
  }

  func values(at points: [[[Double]]]) throws(SubjectError) -> [Double] {
    let width = max(1, point.reduce(0) { $0 + $1.count } * 8)
    return try batched(points, largest: max(1, Self.largestBody / width)) { points throws(SubjectError) in
      var body = Data(capacity: points.count * width)
      for point in points { for values in point { body.append(numbers: values) } }
      return try self.numbers("values", count: points.count, body: body).numbers
    }
  }

  func values(on lines: [SubjectLine], at places: [SubjectLine.Place]) throws(SubjectError) -> [Double]? {
    guard subject.worker.answers("lines") else {
      return try values(atEach: places.count) { index in
        var moved = point
        moved[lines[places[index].line].array] = lines[places[index].line].values(at: places[index].t)
        return moved
      }
    }
    return try batched(places, largest: BatchSize.largest) { own throws(SubjectError) in
      var asked: [Int: Int] = [:]
      var body = Data()
      var arrays: [Int] = []
      for place in own where asked[place.line] == nil {
        asked[place.line] = asked.count
        arrays.append(lines[place.line].array)
        body.append(numbers: lines[place.line].start)
        body.append(numbers: lines[place.line].direction)
      }
      for place in own {
        body.append(littleEndian: UInt64(asked[place.line] ?? 0))
        body.append(numbers: [place.t])
      }
      return try self.numbers("lines", count: own.count, body: body) {
        $0.add("arrays", .list(arrays.map { .integer($0) }))
      }.numbers
    }
  }

  // Triage asks for three values an element.
  var elementsAtOnce: Int? { max(16, subject.batch.size / 3) }

  func responses(to replacements: [Replacement]) throws(SubjectError) -> [Response] {
    try batched(replacements, largest: BatchSize.largest) { own throws(SubjectError) in
      var words: [UInt64] = []
      words.reserveCapacity(3 * own.count)
      for replacement in own {
        words.append(UInt64(replacement.array).littleEndian)
        words.append(UInt64(replacement.element).littleEndian)
        words.append(replacement.value.bitPattern.littleEndian)
      }
      let body = words.withUnsafeBytes { Data($0) }
      let (numbers, header) = try self.numbers("responses", count: own.count, body: body)
      let reply: ResponsesReply = try Worker.decode(header)
      // Where nothing moved, not even one output, rounding is all that can have hidden a slope.
      var noise = [Double?](repeating: nil, count: numbers.count)
      for place in reply.still ?? [] where noise.indices.contains(place) { noise[place] = reply.rounding }
      return zip(numbers, noise).map { Response(difference: $0, noise: $1) }
    }
  }

  func claimedGradient(at point: [[Double]]) throws(SubjectError) -> ClaimedGradient {
    forwardPasses += 1
    var body = Data()
    for values in point { body.append(numbers: values) }
    let frame = try ask("gradient", body: body) { _ in }
    let reply: GradientReply = try Worker.decode(frame)
    guard reply.arrays.count == opened.arrays.count else {
      throw SubjectError(
        type: "protocol",
        message: "the worker sent \(reply.arrays.count) gradients, expected \(opened.arrays.count)")
    }
    let counts = reply.arrays.map { $0.shape.map { $0.reduce(1, *) } ?? 0 }
    guard counts.allSatisfy({ $0 >= 0 }), counts.reduce(0, +) * 8 == frame.body.count else {
      throw SubjectError(
        type: "protocol",
        message: "the worker sent gradients of \(frame.body.count) bytes, expected \(counts.reduce(0, +) * 8)")
    }
    for found in reply.observations ?? [] { note(found) }
    let numbers = frame.body.numbers
    var start = 0
    var claimed: [ClaimedArray] = []
    for (index, array) in reply.arrays.enumerated() {
      let values = Array(numbers[start..<(start + counts[index])])
      start += counts[index]
      if let shape = array.shape {
        claimed.append(
          shape == opened.arrays[index].shape ? .values(values) : .wrongShape(shape: shape, values: values))
      } else {
        claimed.append(.missing)
      }
    }
    return ClaimedGradient(arrays: claimed)
  }

  func knownMistakes(in array: Int) throws(SubjectError) -> KnownMistakes {
    var body = Data()
    for values in point { body.append(numbers: values) }
    let frame = try ask("explain", body: body) {
      $0.add("array", integer: array)
      $0.add("seconds", number: subject.definition.timeout / 4)
    }
    let reply: ExplainReply = try Worker.decode(frame)
    let count = opened.arrays[array].values.count
    let name = opened.arrays[array].name
    guard reply.candidates.count * count * 8 == frame.body.count else {
      throw SubjectError(type: "protocol", message: "the worker sent explanations of another size than \(name)")
    }
    let numbers = frame.body.numbers
    var mistakes = KnownMistakes()
    for (index, candidate) in reply.candidates.enumerated() {
      let values = Array(numbers[(index * count)..<((index + 1) * count)])
      if candidate.code == "factor" {
        mistakes.factors.append((array: name, name: candidate.name, values: values))
      } else if let code = DiagnosisCode(rawValue: candidate.code) {
        mistakes.alternatives.append((array: name, code: code, name: candidate.name, values: values))
      }
    }
    return mistakes
  }

  private func note(_ found: GradientReply.Observation) {
    guard let code = DiagnosisCode(rawValue: found.code) else { return }
    let observation = StateObservation(
      code: code, array: found.array, message: found.message, isDefect: found.defect ?? (code == .mutatedInput))
    if !observations.contains(observation) { observations.append(observation) }
  }

  // MARK: Requests

  private func batched<Element, Answer>(
    _ elements: [Element], largest: Int, _ body: ([Element]) throws(SubjectError) -> [Answer]
  ) throws(SubjectError) -> [Answer] {
    var results: [Answer] = []
    results.reserveCapacity(elements.count)
    while results.count < elements.count {
      let own = Array(elements[results.count..<min(results.count + min(subject.batch.size, largest), elements.count)])
      results += try body(own)
      forwardPasses += Double(own.count)
      subject.adjustBatch(own.count, seconds: lastSeconds)
    }
    return results
  }

  private func numbers(
    _ request: String, count: Int, body: Data, _ extend: (inout JSONValue.Object) -> Void = { _ in }
  ) throws(SubjectError) -> (numbers: [Double], reply: Frame) {
    let frame = try ask(request, body: body) {
      $0.add("count", integer: count)
      extend(&$0)
    }
    guard frame.body.count == count * 8 else {
      throw SubjectError(
        type: "protocol",
        message: "the worker sent \(frame.body.count) bytes, expected \(count) values of 8 bytes")
    }
    return (frame.body.numbers, frame)
  }

  private func ask(
    _ request: String, body: Data, _ extend: (inout JSONValue.Object) -> Void
  ) throws(SubjectError) -> Frame {
    let number = subject.worker.makeNumber()
    let header = JSONValue.object {
      $0.add("request", text: request)
      if let number { $0.add("number", integer: number) }
      $0.add("subject", text: subject.handle)
      $0.add("upstream", integer: upstream.count / 8)
      extend(&$0)
    }
    let bytes = Frame.bytes(header: Data(header.compactText.utf8), body: [upstream, body])
    let start = ProcessInfo.processInfo.systemUptime
    let answer = try subject.worker.request(
      bytes, number: number, timeout: subject.definition.timeout, opened: opened.generation,
      opening: subject.openingFrame)
    subject.spend(from: start, code: answer.codeSeconds)
    // A reply that came before this thread's turn took longer than the turn.
    lastSeconds = max(answer.seconds, answer.codeSeconds)
    return answer.reply
  }
}
