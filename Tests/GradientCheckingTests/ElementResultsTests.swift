import CKernels
import Tensors
import Testing

@testable import GradientChecking

/// Results as columns, and the kernel that fills them.
struct ElementResultsTests {
  private static func random(_ generator: inout SeededGenerator, offset: Int) -> ElementResult {
    let odd: [Double] = [.nan, .infinity, 0, -0.0, 0x1p-1074, 0x1p1023, 0x1p-17, 0.3]
    func number() -> Double {
      let pick = generator.integer(below: 2 * odd.count)
      return pick < odd.count ? odd[pick] : generator.uniform(-2, 2)
    }
    func some<Word>(_ words: [Word]) -> Word? {
      let pick = generator.integer(below: words.count + 1)
      return pick < words.count ? words[pick] : nil
    }
    let numeric = number()
    let isPlain = generator.integer(below: 2) == 0
    return ElementResult(
      offset: offset, status: some(ElementStatus.allCases) ?? .match, analytic: number(), numeric: numeric,
      uncertainty: abs(number()), step: abs(number()), left: isPlain ? numeric : number(),
      right: isPlain ? numeric : number(),
      singularity: some([.jump, .cusp, .verticalTangent, .oscillation]),
      isVacuous: generator.integer(below: 2) == 0, kinkDistance: some([0, 0.25]),
      reason: some([.belowResolution, .timeBudget, .outsideSubgradient, .flat, .zero]))
  }

  @Test(arguments: [1, 2, 3]) func `results read back as they were written`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let first = (0..<200).map { Self.random(&generator, offset: 3 * $0) }
    var results = ElementResults(first)
    // Words, since what is not a number equals nothing.
    #expect(results.map(String.init(describing:)) == first.map(String.init(describing:)))
    for place in results.indices {
      let next = Self.random(&generator, offset: place)
      results[place] = next
      #expect(String(describing: results[place]) == String(describing: next))
    }
    for status in ElementStatus.allCases {
      #expect(results.contains([status]) == results.contains { $0.status == status })
    }
    #expect(results.kinkDistances.map(\.place) == results.indices.filter { results[$0].kinkDistance != nil })
  }

  @Test func `no results have no status`() {
    let none: ElementResults = []
    #expect(none.isEmpty && !none.contains(ElementStatus.allCases))
  }

  @Test func `results copied to places stand there, and nowhere else`() {
    var generator = SeededGenerator(seed: 4)
    let part = ElementResults((0..<5).map { Self.random(&generator, offset: 2 * $0 + 1) })
    var whole = ElementResults(offsets: .all(11), claims: (0..<11).map { $0 % 2 == 1 ? part[$0 / 2].analytic : 0 })
    let rare = whole.withColumns { part.write(to: $0, at: ChunkPlaces([1, 3, 5, 7, 9])) }
    for (place, result) in rare { whole[place] = result }
    for place in whole.indices {
      let wanted = place % 2 == 1 ? part[place / 2] : ElementResults(offsets: .list([place]), claims: [0])[0]
      #expect(String(describing: whole[place]) == String(describing: wanted))
    }
  }

  @Test(arguments: [([1], 5), ([300], 7), ([7, 130], 256), ([300, 9], 256), ([129, 8], 256), ([4, 80, 17], 64)])
  func `every element is in one chunk`(shape: [Int], chunk: Int) {
    let count = shape.reduce(1, *)
    let third = Array(stride(from: 0, to: count, by: 3))
    for (offsets, isTiled) in [(ElementOffsets.all(count), true), (.all(count), false), (.list(third), true)] {
      let order = ColumnOrder(offsets, shape: shape, chunk: chunk, isTiled: isTiled)
      #expect((0..<order.count).flatMap { order[$0].places }.sorted() == Array(offsets.indices))
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 64, 1000]) func `an array sums up what its elements say one by one`(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count) + 1)
    // Long runs of matches, in which few elements are worse than all before, and a few of another status.
    let elements = (0..<count).map { offset -> ElementResult in
      let slope = generator.normal()
      let isOdd = generator.integer(below: 40) == 0
      let numeric = slope * (1 + generator.normal() * (generator.integer(below: 50) == 0 ? 1e-7 : 1e-10))
      return ElementResult(
        offset: offset, status: isOdd ? [.mismatch, .kink, .inconclusive][offset % 3] : .match, analytic: slope,
        numeric: numeric, uncertainty: 1e-10 * abs(generator.normal()), step: 0x1p-17, left: numeric, right: numeric,
        isVacuous: false, reason: generator.integer(below: 60) == 0 ? .zero : nil)
    }
    let array = ArrayResult(
      array: SubjectArray(name: "x", role: .input, shape: [count], values: Array(repeating: 1, count: count)),
      elements: ElementResults(elements))
    func relative(_ element: ElementResult) -> Double {
      element.isZeroOnOwnScale
        ? 0 : abs(element.analytic - element.numeric) / max(abs(element.analytic), abs(element.numeric))
    }
    func norm(_ numbers: [Double]) -> Double { numbers.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    #expect(array.counts.match == elements.count { $0.status == .match })
    #expect(array.counts.kink == elements.count { $0.status == .kink })
    #expect(array.maxRelativeError == elements.map(relative).max() ?? 0)
    #expect(array.maxAbsoluteError == elements.map { abs($0.analytic - $0.numeric) }.max() ?? 0)
    let sharp = elements.filter { $0.status == .match && !$0.isZeroOnOwnScale }
    #expect(
      array.resolution == sharp.map { 3 * $0.uncertainty / max(abs($0.analytic), abs($0.numeric)) }.max() ?? 0)
    let norms = norm(elements.map(\.analytic)) + norm(elements.map(\.numeric))
    let apart = norm(elements.map { $0.analytic - $0.numeric })
    #expect(abs(array.normRelativeError * norms - apart) <= 1e-13 * apart)
    let severity = elements.map { CheckStatus($0.status).severity }.max()
    let worst = elements.filter { CheckStatus($0.status).severity == severity }.max { relative($0) < relative($1) }
    #expect(array.worst?.offset == worst?.offset)
  }

  @Test(arguments: [(4096, 1365), (4097, 4096), (10, 3), (7, 7), (1, 5), (0, 5)])
  func `chunks of a list are of one size, and no larger than asked for`(count: Int, chunk: Int) {
    let order = ColumnOrder(.all(count), shape: [count], chunk: chunk, isTiled: false)
    let sizes = (0..<order.count).map { order[$0].places.count }
    #expect(sizes.allSatisfy { 0 < $0 && $0 <= chunk })
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= order.count)
  }

  @Test(arguments: [1, 8, 13, 64]) func `many elements are measured as one is`(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    let points = (0..<count).map { _ in generator.uniform(-2, 2) }
    // Every other claim is right: the function is x³, less what stays.
    let claims = points.enumerated().map { $0 % 2 == 0 ? 3 * $1 * $1 : $1 }
    let block = ElementBlock(
      array: 0, offsets: Array(0..<count), points: points, claims: claims, largest: 2)
    // Steps that are no powers of two are rounded: the distances of the three values differ.
    let step = count % 2 == 0 ? 0x1p-17 : 3.1e-6
    let moves = points.map { block.ownScale(of: $0) * step }
    let values = (0..<3).flatMap { row in
      points.indices.map { points[$0] + moves[$0] * [1, -1, 0.5][row] }
    }
    var differences = values.map { $0 * $0 * $0 }
    for place in differences.indices {
      let x = points[place % count]
      differences[place] -= x * x * x
    }
    differences[0] = .nan
    var noise = values.map { abs($0) * 0x1p-52 }
    noise[count - 1] = -1
    var crossings = [UInt8](repeating: 0, count: 3 * count)
    crossings[2 * count + count / 2] = 1
    let columns = TriageColumns(
      relativeStep: step, values: values,
      responses: ResponseColumns(differences: differences, crossings: crossings, noise: noise))
    var results = ElementResults(offsets: .all(count), claims: points)
    let triage = Triage(precision: .double, noise: 0)
    let judge = Judge(precision: .double, tolerance: 1e-6, value: 1)
    var answers: [UInt8] = []
    results.withColumns {
      answers = columns.measure(block, epsilon: triage.precision.epsilon, tolerance: judge.tolerance, into: $0)
    }
    for index in 0..<count {
      let sample = columns.sample(index, x: points[index], step: moves[index])
      let measured = sample.flatMap(triage.measure)
      let isPlain = sample?.wide.noise != nil && sample?.half.noise != nil
      guard isPlain, let measured else {
        #expect(answers[index] == gradus_unmeasured)
        continue
      }
      #expect(results[index].numeric == measured.numeric)
      #expect(results[index].uncertainty == measured.uncertainty)
      if step == step.powerOfTwo { #expect(results[index].step == measured.step) }
      let outcome = judge.judge(claims[index], measured, stillness: .unknown)
      #expect(answers[index] == (outcome == .match ? gradus_match : gradus_measured))
    }
    for place in [0, count - 1, count / 2] { #expect(answers[place] == gradus_unmeasured) }
    // Both answers were seen where there is room for them.
    #expect(count < 64 || Set(answers).count == 3)
  }
}
