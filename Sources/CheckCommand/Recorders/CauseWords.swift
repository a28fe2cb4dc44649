import GradientChecking

/// What a cause is called where students read it: without any measured value, which would be the solution.
struct CauseWords {
  let language: TextReportStyle.Language

  /// A cause, in a few words.
  func text(_ code: DiagnosisCode) -> String {
    let (english, korean) = Self.words(code)
    return language == .korean ? korean : english
  }

  /// Why nothing can be said of an array, or what is wrong beside its elements.
  func text(_ status: CheckStatus) -> String {
    switch (status, language) {
    case (.match, .english): "it agrees"
    case (.match, .korean): "일치합니다"
    case (.kink, .english): "at a kink"
    case (.kink, .korean): "꺾임점입니다"
    case (.inconclusive, .english): "it cannot be decided"
    case (.inconclusive, .korean): "판정할 수 없습니다"
    case (.notDifferentiable, .english): "it is not differentiable there"
    case (.notDifferentiable, .korean): "미분 불가능점입니다"
    case (.mismatch, .english): "it disagrees"
    case (.mismatch, .korean): "일치하지 않습니다"
    case (.nonfinite, .english): "it is not finite"
    case (.nonfinite, .korean): "유한한 값이 아닙니다"
    case (.nondeterministic, .english): "the value differs between identical calls"
    case (.nondeterministic, .korean): "같은 입력에서 값이 달라집니다"
    case (.error, .english): "it cannot be run"
    case (.error, .korean): "실행할 수 없습니다"
    }
  }

  /// Why an element is not decided, in a few words.
  func text(_ reason: ElementReason) -> String {
    switch (reason, language) {
    case (.belowResolution, .english): "noise hides the slope"
    case (.belowResolution, .korean): "잡음이 기울기를 가립니다"
    case (.timeBudget, .english): "the time was over"
    case (.timeBudget, .korean): "시간이 다 되었습니다"
    case (.outsideSubgradient, .english): "outside of the slopes at a kink"
    case (.outsideSubgradient, .korean): "꺾임점의 두 기울기 사이에 있지 않습니다"
    case (.flat, .english): "the function does not move"
    case (.flat, .korean): "함숫값이 변하지 않습니다"
    case (.zero, .english): "zero beside the other slopes"
    case (.zero, .korean): "다른 기울기에 비해 0입니다"
    }
  }

  private static func words(_ code: DiagnosisCode) -> (english: String, korean: String) {
    switch code {
    case .notImplemented: ("it is not written yet", "아직 작성되지 않았습니다")
    case .zero: ("it is zero everywhere", "모두 0입니다")
    case .sign: ("the sign is wrong", "부호가 반대입니다")
    case .scale: ("a constant factor", "상수배만큼 다릅니다")
    case .missingMean: ("a mean is missing: it is not divided by a size", "평균을 내지 않았습니다: 크기로 나누어야 합니다")
    case .extraMean: ("it is divided by a size once too often", "크기로 한 번 더 나누었습니다")
    case .transpose: ("it is transposed", "전치되었습니다")
    case .permuted: ("the right numbers are in the wrong places", "값은 맞지만 자리가 다릅니다")
    case .shift: ("the numbers are shifted by some places", "값이 몇 자리 밀려 있습니다")
    case .clipped: ("it is clipped", "값이 잘려 있습니다")
    case .missingSum: ("a sum over an axis is missing", "축을 따라 더하지 않았습니다")
    case .overwritten: ("it is assigned where it should be added", "더해야 할 곳에서 덮어썼습니다")
    case .regularization: ("the regularisation term is wrong", "정칙화 항이 틀립니다")
    case .constantOffset: ("it is off by a constant", "일정한 값만큼 어긋나 있습니다")
    case .upstreamIgnored: ("the upstream gradient is ignored", "상류 기울기를 쓰지 않았습니다")
    case .missingFactor: ("a factor is missing", "곱해야 할 인수가 빠졌습니다")
    case .diagonalOnly: ("only the diagonal of the Jacobian is used", "야코비 행렬의 대각 성분만 썼습니다")
    case .mask: ("it is wrong only where a unit is on, or off", "유닛이 켜진 곳이나 꺼진 곳에서만 틀립니다")
    case .straightThrough: ("a slope is claimed through a step", "계단 함수를 그대로 통과시켰습니다")
    case .nonzeroWhereFlat: ("a slope is claimed where there is none", "기울기가 0인 곳에 값이 있습니다")
    case .outsideSubgradient: ("it is outside of the slopes at a kink", "꺾임점의 두 기울기 사이에 있지 않습니다")
    case .kinkNearby: ("a kink is near by", "가까이에 꺾임점이 있습니다")
    case .accumulates: ("it grows with every call", "부를 때마다 기울기가 쌓입니다")
    case .staleCache: ("a cache is not renewed", "캐시가 갱신되지 않습니다")
    case .mutatedInput: ("an input is changed", "입력 배열을 바꿉니다")
    case .mutatedUpstream: ("the upstream gradient is changed", "상류 기울기를 바꿉니다")
    case .nondeterministic: ("the value differs between identical calls", "같은 입력에서 값이 달라집니다")
    case .wrongShape: ("the shape is wrong", "형상이 다릅니다")
    case .float32: ("the arithmetic is single precision", "단정밀도로 계산합니다")
    case .nonfinite: ("it is not finite", "유한한 값이 아닙니다")
    case .vacuous: ("nothing depends on it", "결과가 이 배열에 따라 변하지 않습니다")
    case .arrayOnly: ("only this array is wrong", "이 배열만 틀립니다")
    case .singleElement: ("only one element is wrong", "원소 하나만 틀립니다")
    case .unknown: ("not one of the usual mistakes", "흔한 실수 가운데 하나가 아닙니다")
    }
  }
}
