/// Values at places of the probe's lines, many in one exchange: with another process each exchange costs as much as
/// many calls of a small layer.
struct ProbeSampler {
  let lines: [ProbeLine]
  let session: any SubjectSession
  /// The noise of the subject's value.
  let noise: Double

  /// For each request the values at its places on one line.
  func values(_ requests: [(line: Int, ts: [Double])]) throws(SubjectError) -> [[Double]] {
    let places = requests.flatMap { request in request.ts.map { SubjectLine.Place(line: request.line, t: $0) } }
    guard !places.isEmpty else { return requests.map { _ in [] } }
    if let all = try session.values(on: lines.map(\.line), at: places) {
      guard all.count == places.count else {
        throw SubjectError(type: "protocol", message: "expected \(places.count) values, found \(all.count)")
      }
      var next = 0
      return requests.map { request in
        defer { next += request.ts.count }
        return Array(all[next..<(next + request.ts.count)])
      }
    }
    var found: [[Double]] = []
    for request in requests { found.append(try values(on: lines[request.line], request.ts)) }
    return found
  }

  private func values(on own: ProbeLine, _ ts: [Double]) throws(SubjectError) -> [Double] {
    let line = own.line
    if let value = own.valueAtOrigin,
      let differences = try session.differences(along: line.direction, in: line.array, steps: ts)
    {
      return differences.map { value + $0 }
    }
    let origin = session.point
    return try session.values(atEach: ts.count) { index in
      var point = origin
      point[line.array] = line.values(at: ts[index])
      return point
    }
  }

  /// Values at equal distances along every line.
  func samples(_ intervals: Int) throws(SubjectError) -> [[ProbeLine.Sample]] {
    let ts = (0...intervals).map { -1 + 2 * Double($0) / Double(intervals) }
    return try values(lines.indices.map { ($0, ts) }).map { zip(ts, $0).map { ProbeLine.Sample(t: $0, value: $1) } }
  }

  /// Whether a line's values are finite and differ by more than noise.
  func moves(_ samples: [ProbeLine.Sample]) -> Bool {
    let values = samples.map(\.value)
    guard values.allSatisfy(\.isFinite) else { return false }
    return (values.max() ?? 0) - (values.min() ?? 0) > 8 * noise
  }
}
