import Foundation

/// The fixture of published worked numbers.
struct PublishedNumbers: Sendable {
  /// One case: inputs, what binary64 gives, what was printed.
  struct Case: Sendable {
    let inputs: [String: [Double]]
    let expected: [String: [Double]]
    let published: [String: [Double]]
    let relative: Double
    let absolute: Double
    let printed: [String: Double]
    let publishedDiffers: Bool

    /// The numbers of an input, `[]` where there are none.
    func input(_ key: String) -> [Double] { inputs[key] ?? [] }

    /// An input in rows of `width` numbers.
    func rows(_ key: String, width: Int) -> [[Double]] {
      let flat = input(key)
      return stride(from: 0, to: flat.count, by: width).map { Array(flat[$0..<($0 + width)]) }
    }
  }

  private let cases: [String: Case]

  init() throws {
    let file = URL(filePath: #filePath).appending(path: "../../Fixtures/course-numbers.json").standardized
    let data = try Data(contentsOf: file)
    let entries = try JSONSerialization.jsonObject(with: data) as? [[String: Any]] ?? []
    var cases: [String: Case] = [:]
    for entry in entries {
      guard let id = entry["id"] as? String, let tolerance = entry["tolerance"] as? [String: Any] else { continue }
      cases[id] = Case(
        inputs: Self.flattened(entry["inputs"]), expected: Self.flattened(entry["expected"]),
        published: Self.flattened(entry["published"]), relative: tolerance["expected_rel"] as? Double ?? 0,
        absolute: tolerance["expected_abs"] as? Double ?? 0,
        printed: tolerance["published_abs"] as? [String: Double] ?? [:],
        publishedDiffers: entry["published_differs"] as? Bool ?? false)
    }
    self.cases = cases
  }

  subscript(id: String) -> Case? { cases[id] }

  /// What is wrong with computed numbers; empty where they agree with the expected and the printed ones.
  static func faults(_ found: [String: [Double]], _ published: Case) -> [String] {
    var faults: [String] = []
    for (key, numbers) in found {
      guard let expected = published.expected[key], expected.count == numbers.count else {
        faults.append("\(key): \(numbers.count) numbers, not \(published.expected[key]?.count ?? 0)")
        continue
      }
      for (number, wanted) in zip(numbers, expected) where number != wanted {
        let distance = abs(number - wanted)
        if !(distance <= published.absolute || distance <= published.relative * abs(wanted)) {
          faults.append("\(key): \(number), not \(wanted)")
        }
      }
      guard !published.publishedDiffers, let half = published.printed[key],
        let printed = published.published[key], printed.count == numbers.count
      else { continue }
      for (number, digits) in zip(numbers, printed) where number.isFinite && digits.isFinite {
        let rounding = max(published.absolute, published.relative * abs(digits))
        if abs(number - digits) > half + rounding { faults.append("\(key): \(number), printed \(digits)") }
      }
    }
    return faults
  }

  private static func flattened(_ object: Any?) -> [String: [Double]] {
    (object as? [String: Any] ?? [:]).mapValues(numbers)
  }

  private static func numbers(_ value: Any) -> [Double] {
    switch value {
    case let list as [Any]: list.flatMap(numbers)
    case let number as NSNumber: [number.doubleValue]
    case let text as String: [Double(text) ?? .nan]
    default: []
    }
  }
}
