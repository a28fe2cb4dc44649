import CheckCommand
import Foundation
import GradientChecking
import Networks
import Tensors
import Testing

@testable import CheckCommand

/// Parts of a check: any partition says what the whole says, and no part may be lost or there twice.
struct ShardTests {
  /// Functions that pass, that fail in one element, that are undefined somewhere.
  private var subjects: [any Subject] {
    let parts = [
      FunctionSubject.Part(name: "w", shape: [2, 2]), FunctionSubject.Part(name: "b", role: .input, shape: [3]),
    ]
    let point = [0.3, -0.7, 1.1, 0.4, -0.2, 0.9, 0.5]
    let value: @Sendable ([Double]) -> Double = { x in
      x.enumerated().reduce(0) { $0 + sin($1.element) * Double($1.offset + 1) }
    }
    let right: @Sendable ([Double]) -> [Double] = { x in x.enumerated().map { cos($0.element) * Double($0.offset + 1) }
    }
    return [
      FunctionSubject(name: "right", point: point, parts: parts, value: value, gradient: right),
      FunctionSubject(
        name: "one element", point: point, parts: parts, value: value,
        gradient: { x in
          var gradient = right(x)
          gradient[2] *= 1.01
          return gradient
        }),
      FunctionSubject(
        name: "doubled", point: point, parts: parts, value: value, gradient: { right($0).map { 2 * $0 } }),
      FunctionSubject(
        name: "kink", point: [0, 1], value: { abs($0[0]) + $0[1] }, gradient: { _ in [0.5, 1] }),
      FunctionSubject(
        name: "jump", point: [0, 1], value: { ($0[0] < 0 ? -1 : 1) + $0[1] }, gradient: { _ in [0, 1] }),
      diagonalSoftmax,
    ]
  }

  /// A softmax whose claim is the diagonal of its Jacobian: only its session can tell that cause.
  private var diagonalSoftmax: LayerSubject {
    let input = Tensor<Double>(shape: [2, 3], elements: [0.3, -0.7, 1.1, 0.4, -0.2, 0.9])
    let cotangent = Tensor<Double>(shape: [2, 3], elements: [0.5, -1.2, 0.8, 1.5, 0.3, -0.6])
    let y = Softmax<Double>().evaluate(input, context: ForwardContext()).output.elements
    let diagonal = zip(y, cotangent.elements).map { $0 * (1 - $0) * $1 }
    return LayerSubject(name: "diagonal", layer: Softmax<Double>(), input: input, cotangent: cotangent) { _ in
      ClaimedGradient(arrays: [.values(diagonal)])
    }
  }

  private func check(shard: (Int, Int)) -> CheckResult {
    var options = CheckOptions()
    options.seed = 5
    options.shard = shard
    return GradientChecker(options: options).check(subjects)
  }

  /// The parts as they come back from their files.
  private func parts(count: Int) throws -> [CheckResult] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "parts-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var parts: [CheckResult] = []
    for index in 1...count {
      let file = folder.appending(path: "\(index).json")
      try Data(OutputFormat.json.text(of: check(shard: (index, count))).utf8).write(to: file)
      parts.append(try PartFile.read(file.path))
    }
    return parts
  }

  @Test("the parts joined are the whole", arguments: [1, 2, 3, 5, 9])
  func partition(count: Int) throws {
    let whole = check(shard: (1, 1))
    let joined =
      count == 1 ? try CheckResult.merged([whole]) : try CheckResult.merged(try parts(count: count).reversed())
    #expect(joined.shard == (1, 1))
    #expect(joined.summary.verdict == whole.summary.verdict)
    #expect(joined.subjects.count == whole.subjects.count)
    for (own, other) in zip(joined.subjects, whole.subjects) {
      #expect(own.name == other.name)
      #expect(own.verdict == other.verdict, "\(own.name)")
      #expect(own.status == other.status, "\(own.name)")
      #expect(own.differentiability == other.differentiability, "\(own.name)")
      #expect(own.arrays.map(\.name) == other.arrays.map(\.name))
      for (array, same) in zip(own.arrays, other.arrays) {
        #expect(array.elements.map(\.offset) == same.elements.map(\.offset))
        #expect(array.elements.map(\.status) == same.elements.map(\.status), "\(own.name) \(array.name)")
        for (element, other) in zip(array.elements, same.elements) {
          #expect(Self.agree(element.numeric, other.numeric), "\(own.name) \(array.name)")
          #expect(Self.agree(element.uncertainty, other.uncertainty), "\(own.name) \(array.name)")
        }
        #expect(array.counts == same.counts)
        #expect(array.verdict == same.verdict)
        #expect(array.worst?.offset == same.worst?.offset)
        #expect(Self.agree(array.maxRelativeError, same.maxRelativeError))
        #expect(array.diagnosis.isEmpty == same.diagnosis.isEmpty, "\(own.name) \(array.name)")
      }
    }
  }

  /// Equal to the last bit, or both not a number.
  private static func agree(_ a: Double, _ b: Double) -> Bool { a == b || (a.isNaN && b.isNaN) }

  @Test func `a cause that needs the whole array is named as the whole check names it`() throws {
    let whole = check(shard: (1, 1))
    let joined = try CheckResult.merged(try parts(count: 3))
    #expect(whole.subjects.last?.arrays.first?.diagnosis.first?.code == .diagonalOnly)
    #expect(joined.subjects.map(\.message) == whole.subjects.map(\.message))
    #expect(joined.subjects.map { $0.arrays.map(\.diagnosis) } == whole.subjects.map { $0.arrays.map(\.diagnosis) })
  }

  @Test func `every element is in exactly one part`() {
    var seen: [String: [Int]] = [:]
    for index in 1...3 {
      for subject in check(shard: (index, 3)).subjects {
        for array in subject.arrays { seen[subject.name + array.name, default: []] += array.elements.map(\.offset) }
      }
    }
    #expect(seen["rightw"]?.sorted() == [0, 1, 2, 3])
    #expect(seen["rightb"]?.sorted() == [0, 1, 2])
    #expect(seen["kinkx"]?.sorted() == [0, 1])
  }

  @Test func `a lost part is named`() throws {
    let parts = try parts(count: 3)
    let error = try #require(throws: MergeError.self) { try CheckResult.merged([parts[0], parts[2]]) }
    #expect(error.description == "expected all 3 parts, missing: 2")
    #expect(throws: MergeError.self) { try CheckResult.merged([]) }
  }

  @Test func `a part that is there twice is named`() throws {
    let parts = try parts(count: 3)
    let error = try #require(throws: MergeError.self) { try CheckResult.merged(parts + [parts[1]]) }
    #expect(error.description == "these parts are there twice: 2")
  }

  @Test func `parts of different checks are not joined`() throws {
    var parts = try parts(count: 2)
    parts[1].seed += 1
    #expect(throws: MergeError.self) { try CheckResult.merged(parts) }
    parts[1].seed -= 1
    parts[1].subjects.swapAt(0, 1)
    #expect(throws: MergeError.self) { try CheckResult.merged(parts) }
    parts[1].subjects.removeLast()
    #expect(throws: MergeError.self) { try CheckResult.merged(parts) }
  }
}
