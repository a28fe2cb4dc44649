import GradientChecking
import Records

/// Schema `gradus.check/1`: the whole result, with every element where the run is a part of a check.
struct JSONRecorder: Recorder {
  /// Whether every element is written; a part of a sharded check needs it, so that parts can be merged.
  var includesElements = false
  /// Whether seconds are written as 0, for files that must be the same bytes each time.
  var hidesSeconds = false

  func record(_ result: CheckResult) -> String { json(result).fileText }

  /// The result as a JSON value.
  func json(_ result: CheckResult) -> JSONValue {
    let withElements = includesElements || result.shard.count > 1
    return .object { root in
      root.add("schema", text: "gradus.check/1")
      root.add("status", text: result.status.rawValue)
      root.add(
        "tool",
        .object {
          $0.add("name", text: "gradus")
          $0.add("version", text: GradusVersion.current)
        })
      root.add("seed", integer: Int(result.seed))
      root.add(
        "shard",
        .object {
          $0.add("index", integer: result.shard.index)
          $0.add("count", integer: result.shard.count)
        })
      root.add("tolerance", number: result.tolerance)
      root.add("summary", summary(result))
      root.add("subjects", .list(result.subjects.map { subject($0, withElements: withElements) }))
    }
  }

  private func seconds(_ seconds: Double) -> Double { hidesSeconds ? 0 : seconds }

  /// Sums of thirds in another order differ in their last bits: a millionth of a forward pass is enough to tell.
  private static func rounded(_ passes: Double) -> Double { (passes * 1e6).rounded() / 1e6 }

  private func summary(_ result: CheckResult) -> JSONValue {
    let summary = result.summary
    return .object {
      $0.add("verdict", text: summary.verdict.rawValue)
      $0.add("subjects", integer: summary.subjects)
      $0.add("passed", integer: summary.passed)
      $0.add("failed", integer: summary.failed)
      $0.add("inconclusive", integer: summary.inconclusive)
      $0.add("errors", integer: summary.errors)
      $0.add("elements", integer: summary.elements)
      $0.add("checked", integer: summary.checked)
      $0.add("match", integer: summary.counts.match)
      $0.add("mismatch", integer: summary.counts.mismatch)
      $0.add("kink", integer: summary.counts.kink)
      $0.add("notDifferentiable", integer: summary.counts.notDifferentiable)
      $0.add("nonfinite", integer: summary.counts.nonfinite)
      $0.add("inconclusiveElements", integer: summary.counts.inconclusive)
      $0.add("vacuous", integer: summary.counts.vacuous)
      $0.add("evaluations", integer: summary.evaluations)
      $0.add("forwardPasses", number: Self.rounded(summary.forwardPasses))
      $0.add("seconds", number: seconds(summary.seconds))
    }
  }

  private func subject(_ subject: SubjectResult, withElements: Bool) -> JSONValue {
    .object {
      $0.add("name", text: clean(subject.name))
      $0.add("source", text: clean(SourcePath.relative(subject.source) ?? subject.source))
      $0.add("kind", text: subject.kind.rawValue)
      $0.add("status", text: subject.status.rawValue)
      $0.add("verdict", text: subject.verdict.rawValue)
      $0.add("reason", text: subject.reason.map(clean))
      $0.add("differentiability", text: subject.differentiability?.rawValue)
      $0.add("witness", subject.witness.map(witness))
      $0.add("scalar", text: subject.scalar.rawValue)
      $0.add("evaluations", integer: subject.evaluations)
      $0.add("forwardPasses", number: withElements ? subject.forwardPasses : Self.rounded(subject.forwardPasses))
      $0.add("seconds", number: seconds(subject.seconds))
      $0.add("message", text: clean(subject.message))
      $0.add("revealedBy", text: subject.revealedBy.map(clean))
      $0.add("smallest", subject.smallest.map(smallest))
      $0.add("score", number: subject.score)
      $0.add("error", subject.error.map(error))
      if let place = subject.location, let file = SourcePath.relative(place.file) {
        $0.add(
          "location",
          .object {
            $0.add("file", text: clean(file))
            $0.add("line", integer: place.line)
          })
      }
      $0.add("directions", subject.directions.map(directions))
      $0.add(
        "warnings",
        .list(
          subject.warnings.map { warning in
            .object {
              $0.add("code", text: warning.code.rawValue)
              $0.add("message", text: clean(warning.message))
            }
          }))
      $0.add("arrays", .list(subject.arrays.map(array)))
      if withElements {
        $0.add("context", subject.context.map(context))
        $0.add("elements", .list(subject.arrays.flatMap { array in array.elements.map { part($0, in: array) } }))
      }
    }
  }

  private func smallest(_ smallest: SmallestCase) -> JSONValue {
    .object {
      $0.add("steps", .list(smallest.steps.map { .text(clean($0)) }))
      $0.add(
        "arrays",
        .list(
          smallest.arrays.map { array in
            .object {
              $0.add("name", text: clean(array.name))
              $0.add("shape", .list(array.shape.map { .integer($0) }))
              $0.add("values", .list(array.values.map { .number($0) }))
            }
          }))
    }
  }

  private func array(_ array: ArrayResult) -> JSONValue {
    .object {
      $0.add("name", text: clean(array.name))
      $0.add("role", text: array.role.rawValue)
      $0.add("shape", .list(array.shape.map { .integer($0) }))
      $0.add("elements", integer: array.elementCount)
      $0.add("checked", integer: array.checked)
      $0.add("status", text: array.status.rawValue)
      $0.add("verdict", text: array.verdict.rawValue)
      if array.checked > 0 {
        $0.add("maxRelativeError", number: array.maxRelativeError)
        $0.add("maxAbsoluteError", number: array.maxAbsoluteError)
        $0.add("normRelativeError", number: array.normRelativeError)
        $0.add("resolution", number: array.resolution)
      }
      $0.add("counts", counts(array.counts))
      $0.add("worst", array.worst.map { element($0, in: array) })
      $0.add("curve", array.curve.map { curve($0, in: array) })
      $0.add("diagnosis", .list(array.diagnosis.map(diagnosis)))
    }
  }

  /// What a V-curve of the worst element is drawn from.
  private func curve(_ curve: StepCurve, in array: ArrayResult) -> JSONValue {
    .object {
      $0.add("index", .list(Outcome.indices(curve.offset, in: array).map { .integer($0) }))
      $0.add("chosenStep", number: curve.chosenStep)
      $0.add("steps", .inline(.list(curve.points.map { .number($0.step) })))
      $0.add("slopes", .inline(.list(curve.points.map { .number($0.slope) })))
    }
  }

  private func counts(_ counts: StatusCounts) -> JSONValue {
    .object {
      $0.add("match", integer: counts.match)
      $0.add("mismatch", integer: counts.mismatch)
      $0.add("kink", integer: counts.kink)
      $0.add("notDifferentiable", integer: counts.notDifferentiable)
      $0.add("nonfinite", integer: counts.nonfinite)
      $0.add("inconclusive", integer: counts.inconclusive)
      $0.add("vacuous", integer: counts.vacuous)
    }
  }

  private func element(_ element: ElementResult, in array: ArrayResult) -> JSONValue {
    .object {
      $0.add("index", .list(Outcome.indices(element, array).map { .integer($0) }))
      measured(element, in: &$0)
    }
  }

  /// An element of a part: what `merge` needs to say everything again.
  private func part(_ element: ElementResult, in array: ArrayResult) -> JSONValue {
    .inline(
      .object {
        $0.add("array", text: clean(array.name))
        $0.add("index", .list(Outcome.indices(element, array).map { .integer($0) }))
        measured(element, in: &$0)
      })
  }

  private func measured(_ element: ElementResult, in object: inout JSONValue.Object) {
    object.add("status", text: element.status.rawValue)
    object.add("kind", text: element.singularity?.rawValue)
    object.add("analytic", number: element.analytic)
    object.add("numeric", number: element.numeric)
    object.add("uncertainty", number: element.uncertainty)
    object.add("relativeError", number: element.relativeError)
    object.add("step", number: element.step)
    object.add("left", number: element.left)
    object.add("right", number: element.right)
    if element.isVacuous { object.add("vacuous", .flag(true)) }
    object.add("kinkDistance", number: element.kinkDistance)
    object.add("reason", text: element.reason?.rawValue)
  }

  private func diagnosis(_ diagnosis: Diagnosis) -> JSONValue {
    .object {
      $0.add("code", text: diagnosis.code.rawValue)
      $0.add("factor", number: diagnosis.factor)
      $0.add("coefficient", number: diagnosis.coefficient)
      $0.add("valuesRight", diagnosis.valuesRight.map { .flag($0) })
      $0.add("explained", number: diagnosis.explained)
      $0.add(
        "evidence",
        .object { object in
          for item in diagnosis.evidence { object.add(clean(item.name), number: item.value) }
        })
      $0.add("message", text: clean(diagnosis.message))
    }
  }

  private func error(_ error: SubjectError) -> JSONValue {
    .object {
      $0.add("type", text: clean(error.type))
      $0.add("message", text: clean(error.message))
      $0.add("file", text: SourcePath.relative(error.file).map(clean))
      $0.add("line", integer: error.line)
      if error.isMissingTool { $0.add("missing", .flag(true)) }
    }
  }

  /// What joining of parts needs beside the elements; see `SubjectContext`.
  private func context(_ context: SubjectContext) -> JSONValue {
    func numbers(_ values: [Double]) -> JSONValue {
      .list(
        values.map { value in
          value.isFinite ? .number(value) : .inline(.object { $0.add("value", number: value) })
        })
    }
    let hints = context.hints
    return .object {
      $0.add("tolerance", number: context.tolerance)
      $0.add("values", .list(context.arrays.map { array in .object { $0.add("point", numbers(array.values)) } }))
      $0.add(
        "sizes",
        .list(
          hints.sizes.map { size in
            .inline(
              .object {
                $0.add("name", text: size.name); $0.add("size", integer: size.size)
              })
          }))
      $0.add(
        "batchAxis",
        .object { object in
          for (array, axis) in hints.batchAxis.sorted(by: { $0.key < $1.key }) { object.add(array, integer: axis) }
        })
      $0.add(
        "factors",
        .list(
          hints.factors.map { factor in
            .object {
              $0.add("array", text: factor.array)
              $0.add("name", text: factor.name)
              $0.add("values", numbers(factor.values))
            }
          }))
      $0.add(
        "alternatives",
        .list(
          hints.alternatives.map { other in
            .object {
              $0.add("array", text: other.array)
              $0.add("code", text: other.code.rawValue)
              $0.add("name", text: other.name)
              $0.add("values", numbers(other.values))
            }
          }))
      $0.add("regularization", number: hints.regularization)
      $0.add("expect", text: hints.expectedDifferentiability?.rawValue)
    }
  }

  private func witness(_ witness: DifferentiabilityWitness) -> JSONValue {
    .object {
      $0.add("array", text: clean(witness.array))
      $0.add("left", number: witness.left)
      $0.add("right", number: witness.right)
    }
  }

  private func directions(_ directions: DirectionalResult) -> JSONValue {
    .object {
      $0.add("count", integer: directions.count)
      $0.add("detectable", number: directions.detectable)
      $0.add("missProbability", number: directions.missProbability)
    }
  }
}

/// Text from users in machine formats: no control characters, Unicode NFC.
func clean(_ text: String) -> String { VisibleText.withoutControls(text, keepingLineBreaks: true).nfc }

extension String {
  /// The text with some scalars written otherwise. By scalars, not characters: a sign with a combining mark is
  /// another character to Swift, and the same sign to whoever reads the file.
  func replacingScalars(_ replacement: (Unicode.Scalar) -> String?) -> String {
    var output = ""
    for scalar in unicodeScalars {
      if let text = replacement(scalar) { output += text } else { output.unicodeScalars.append(scalar) }
    }
    return output
  }
}
