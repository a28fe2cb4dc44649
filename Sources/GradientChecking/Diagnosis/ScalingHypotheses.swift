import RealModule

/// Mistakes that change every element in the same way: nothing claimed, a sign, a factor, a clip.
struct ScalingHypotheses {
  let comparison: Comparison
  let hints: SubjectHints

  private var name: String { comparison.array.name }

  /// All claimed values are zero where slopes are not.
  func zero() -> Diagnosis? {
    let c = comparison
    let largest = c.good.reduce(0) { max($0, abs(c.n($1))) }
    guard largest > 0, c.good.allSatisfy({ abs(c.a($0)) <= 1e-13 * largest }) else { return nil }
    return .cause(
      .zero,
      "the claimed gradient of \(name) is zero, but the value does change with it: is it detached, or not written yet?",
      evidence: [Evidence(name: "largestSlope", value: largest)])
  }

  /// A slope claimed where the function is flat, in an array nothing of which moves.
  func flat() -> Diagnosis? {
    let c = comparison
    guard !c.good.contains(where: { c.n($0) != 0 && c.elements[$0].status == .match }) else { return nil }
    return flatPlaces()
  }

  /// A slope claimed where the function is flat.
  func flatPlaces() -> Diagnosis? {
    let c = comparison
    guard !c.wrong.isEmpty,
      c.wrong.allSatisfy({ c.elements[$0].reason == .flat || (c.n($0) == 0 && c.elements[$0].uncertainty == 0) })
    else { return nil }
    let claims = c.wrong.map(c.a)
    let first = claims[0]
    if claims.count == c.good.count || claims.count > 1, claims.allSatisfy({ abs($0 - first) <= 1e-9 * abs(first) }),
      abs(first - 1) <= 1e-9
    {
      return .cause(
        .straightThrough,
        "\(name) is claimed to have the slope 1 where the value does not move: a straight-through estimate",
        evidence: [Evidence(name: "claimed", value: first)])
    }
    return .cause(
      .nonzeroWhereFlat, "a slope is claimed for \(name) where the value does not move at all",
      evidence: [Evidence(name: "claimed", value: first)])
  }

  /// A claim at a kink outside of the one-sided slopes.
  func outsideSubgradient() -> Diagnosis? {
    let c = comparison
    guard !c.wrong.isEmpty, c.wrong.allSatisfy({ c.elements[$0].reason == .outsideSubgradient }),
      let place = c.wrong.first
    else { return nil }
    let element = c.elements[place]
    return .cause(
      .outsideSubgradient,
      "\(name)\(c.index(place)) sits on a kink, and the claimed slope lies outside of the slopes on its two sides",
      evidence: [
        Evidence(name: "claimed", value: element.analytic), Evidence(name: "left", value: element.left),
        Evidence(name: "right", value: element.right),
      ])
  }

  /// One factor for all elements.
  func constant() -> Diagnosis? {
    let c = comparison
    let sharp = c.good.filter { abs(c.n($0)) > 1000 * c.elements[$0].uncertainty && c.n($0) != 0 }
    guard !sharp.isEmpty, sharp.count >= 2 || c.good.count == 1 else { return nil }
    let ratios = sharp.map { c.a($0) / c.n($0) }
    let factor = c.median(ratios)
    guard factor != 0, factor.isFinite, let explained = c.explains({ factor * c.n($0) }) else { return nil }
    let spread = ratios.reduce(0) { max($0, abs($1 - factor)) }
    return named(factor, spread: spread, explained: explained)
  }

  private func named(_ factor: Double, spread: Double, explained: Double) -> Diagnosis {
    let evidence = [Evidence(name: "ratio", value: factor), Evidence(name: "spread", value: spread)]
    func diagnosis(_ code: DiagnosisCode, _ message: String) -> Diagnosis {
      Diagnosis(
        code: code, message: message, evidence: evidence, explained: explained, factor: factor, coefficient: nil,
        valuesRight: nil)
    }
    if abs(factor + 1) <= 1e-5 {
      return diagnosis(.sign, "the claimed gradient of \(name) has the wrong sign")
    }
    for constant in hints.constants where constant.value != 1 && abs(factor * constant.value - 1) <= 1e-5 {
      return diagnosis(.missingFactor, "the claimed gradient of \(name) lacks a factor: \(constant.name)")
    }
    for (label, size) in sizes() where size > 1 {
      if abs(factor - Double(size)) <= 1e-5 * Double(size) {
        return diagnosis(
          .missingMean,
          "the claimed gradient of \(name) is \(size) times too large, which is the \(label): a mean over it is missing"
        )
      }
      if abs(factor * Double(size) - 1) <= 1e-5 {
        return diagnosis(
          .extraMean,
          "the claimed gradient of \(name) is \(size) times too small, which is the \(label): a mean over it is taken twice"
        )
      }
      if size > 2, abs(2 * factor - Double(size)) <= 1e-5 * Double(size) {
        return diagnosis(
          .missingMean,
          "the claimed gradient of \(name) is \(Self.text(factor)) times too large, half the \(label): a mean over it and the 2 of a square are missing"
        )
      }
    }
    if abs(factor - 1) < 1e-4 {
      return diagnosis(
        .scale,
        "the claimed gradient of \(name) is off by \(Self.short(factor - 1)) of itself in all elements, as a small number inside of a logarithm or a division does"
      )
    }
    return diagnosis(.scale, "the claimed gradient of \(name) is \(Self.text(factor)) times the measured one")
  }

  /// Sizes that are likely wrong factors: the batch and spatial sizes first. A factor of 2 or ½ is named as a
  /// factor unless the batch has that size.
  private func sizes() -> [(String, Int)] {
    var sizes = hints.sizes.map { ("size of the \($0.name)", $0.size) }
    if sizes.count > 1 {
      sizes.append(
        ("number of all \(hints.sizes.map(\.name).joined(separator: " × "))", hints.sizes.reduce(1) { $0 * $1.size }))
    }
    return sizes
  }

  /// A clip: a = n, but for what is larger than a bound.
  func clipped() -> Diagnosis? {
    let c = comparison
    let limit = c.good.reduce(0) { max($0, abs(c.a($1))) }
    let cut = c.wrong.filter { abs(abs(c.a($0)) - limit) <= 1e-9 * limit }
    guard limit > 0, cut.count == c.wrong.count, c.wrong.allSatisfy({ abs(c.n($0)) > limit }),
      let explained = c.explains({ max(-limit, min(limit, c.n($0))) })
    else { return nil }
    return .cause(
      .clipped, "the claimed gradient of \(name) is cut off at ±\(Self.text(limit))",
      evidence: [Evidence(name: "limit", value: limit), Evidence(name: "cut", value: Double(cut.count))],
      explained: explained)
  }

  /// A number below 1 with two digits.
  private static func short(_ number: Double) -> String {
    var (digits, exponent) = (number, 0)
    while abs(digits) < 1, exponent > -20 { (digits, exponent) = (10 * digits, exponent - 1) }
    return "\((10 * digits).rounded() / 10)e\(exponent)"
  }

  static func text(_ number: Double) -> String {
    let rounded = (number * 1e6).rounded() / 1e6
    if abs(number) >= 1e-3, abs(number) < 1e6 {
      return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
    return "\(number)"
  }
}
