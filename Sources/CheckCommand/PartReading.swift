import GradientChecking
import Records

/// From the objects of a part to results.
extension Fields {
  func result() throws(CommandFailure) -> CheckResult {
    guard self["schema"]?.asText == "gradus.check/1" else {
      throw fail("schema", "gradus.check/1, found \(self["schema"]?.asText ?? "nothing")")
    }
    let shard = try required("shard")
    var subjects: [SubjectResult] = []
    for subject in try objects("subjects") { subjects.append(try subject.subject()) }
    let seed = try integer("seed")
    guard seed >= 0 else { throw fail("seed", "a whole number from 0") }
    return CheckResult(
      seed: UInt64(seed), shard: (try shard.integer("index"), try shard.integer("count")),
      tolerance: try number("tolerance"), subjects: subjects, seconds: try required("summary").number("seconds"))
  }

  private func subject() throws(CommandFailure) -> SubjectResult {
    var subject = SubjectResult(
      name: try text("name"), source: try text("source"), kind: try word("kind"), scalar: try word("scalar"),
      status: try word("status"), verdict: try word("verdict"), message: try text("message"))
    subject.reason = self["reason"]?.asText
    subject.differentiability = self["differentiability"]?.asText.flatMap(Differentiability.init(rawValue:))
    subject.evaluations = try integer("evaluations")
    subject.forwardPasses = try number("forwardPasses")
    subject.seconds = try number("seconds")
    subject.score = self["score"]?.asNumber
    for warning in try objects("warnings") {
      subject.warnings.append(CheckWarning(code: try warning.word("code"), message: try warning.text("message")))
    }
    if let witness = try object("witness") {
      subject.witness = DifferentiabilityWitness(
        array: try witness.text("array"), point: [], left: try witness.number("left"),
        right: try witness.number("right"), line: [])
    }
    if let directions = try object("directions") {
      subject.directions = DirectionalResult(
        count: try directions.integer("count"), detectable: try directions.number("detectable"),
        missProbability: try directions.number("missProbability"))
    }
    if let location = try object("location") {
      subject.location = (try location.text("file"), location["line"]?.asInteger ?? 1)
    }
    if let error = try object("error") {
      subject.error = SubjectError(
        type: try error.text("type"), message: try error.text("message"), file: error["file"]?.asText,
        line: error["line"]?.asInteger, isMissingTool: error["missing"]?.asFlag ?? false)
    }
    guard self["elements"] != nil else {
      if subject.error == nil { throw fail("", "the key 'elements': only parts of a check can be joined") }
      return subject
    }
    try readArrays(into: &subject)
    return subject
  }

  private func readArrays(into subject: inout SubjectResult) throws(CommandFailure) {
    let arrays = try objects("arrays")
    var shapes: [String: [Int]] = [:]
    for array in arrays { shapes[try array.text("name")] = try array.integers("shape") }
    var elements: [String: [ElementResult]] = [:]
    for own in try objects("elements") {
      let name = try own.text("array")
      guard let shape = shapes[name] else { throw own.fail("array", "an array of this subject, found '\(name)'") }
      elements[name, default: []].append(try own.element(shape: shape))
    }
    for array in arrays { subject.arrays.append(try array.array(elements: elements[try array.text("name")] ?? [])) }
    subject.context = try object("context")?.context(of: subject.arrays)
  }

  private func element(shape: [Int]) throws(CommandFailure) -> ElementResult {
    ElementResult(
      offset: try offset(shape: shape), status: try word("status"), analytic: try number("analytic"),
      numeric: try number("numeric"), uncertainty: try number("uncertainty"),
      step: try number("step"), left: try number("left"), right: try number("right"),
      singularity: self["kind"]?.asText.flatMap(SingularityKind.init(rawValue:)),
      isVacuous: self["vacuous"]?.asFlag ?? false, kinkDistance: self["kinkDistance"]?.asNumber,
      reason: (self["reason"]?.asText).flatMap(ElementReason.init(rawValue:)))
  }

  private func array(elements: [ElementResult]) throws(CommandFailure) -> ArrayResult {
    var array = ArrayResult(
      name: try text("name"), role: try word("role"), shape: try integers("shape"), status: try word("status"),
      verdict: try word("verdict"), elements: ElementResults(elements))
    for own in try objects("diagnosis") {
      var evidence: [Evidence] = []
      for (name, value) in try own.required("evidence").members {
        if let number = value.asNumber { evidence.append(Evidence(name: name, value: number)) }
      }
      array.diagnosis.append(
        Diagnosis(
          code: try own.word("code"), message: try own.text("message"), evidence: evidence,
          explained: try own.number("explained"), factor: own["factor"]?.asNumber,
          coefficient: own["coefficient"]?.asNumber, valuesRight: own["valuesRight"]?.asFlag))
    }
    if let curve = try object("curve") { array.curve = try curve.curve(shape: array.shape) }
    return array
  }

  private func curve(shape: [Int]) throws(CommandFailure) -> StepCurve {
    let (steps, slopes) = (try numbers("steps"), try numbers("slopes"))
    guard steps.count == slopes.count else { throw fail("slopes", "one slope a step") }
    return StepCurve(
      offset: try offset(shape: shape), points: zip(steps, slopes).map { StepCurve.Point(step: $0, slope: $1) },
      chosenStep: try number("chosenStep"))
  }

  /// The row-major place of `index`.
  private func offset(shape: [Int]) throws(CommandFailure) -> Int {
    let index = try integers("index")
    guard index.count == shape.count, zip(index, shape).allSatisfy({ $0 >= 0 && $0 < $1 }) else {
      throw fail("index", "an index within \(shape)")
    }
    return zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }
  }

  private func context(of arrays: [ArrayResult]) throws(CommandFailure) -> SubjectContext {
    var hints = SubjectHints()
    for size in try objects("sizes") { hints.sizes.append((try size.text("name"), try size.integer("size"))) }
    for (array, axis) in try required("batchAxis").members { hints.batchAxis[array] = axis.asInteger }
    for factor in try objects("factors") {
      hints.factors.append((try factor.text("array"), try factor.text("name"), try factor.numbers("values")))
    }
    for other in try objects("alternatives") {
      hints.alternatives.append(
        (try other.text("array"), try other.word("code"), try other.text("name"), try other.numbers("values")))
    }
    hints.regularization = self["regularization"]?.asNumber
    hints.expectedDifferentiability = self["expect"]?.asText.flatMap(Differentiability.init(rawValue:))
    let points = try objects("values")
    guard points.count == arrays.count else { throw fail("values", "one list an array") }
    var own: [SubjectArray] = []
    for (array, entry) in zip(arrays, points) {
      own.append(
        SubjectArray(name: array.name, role: array.role, shape: array.shape, values: try entry.numbers("point")))
    }
    return SubjectContext(arrays: own, hints: hints, tolerance: try number("tolerance"))
  }
}
