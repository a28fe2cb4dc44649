import GradientChecking
import Tensors

/// Other settings of a subject in another process, made from its own.
///
/// What an argument means is not known here: a setting that the layer refuses raises there, and is passed over.
struct SettingsEditor {
  private let settings: ExternalValue

  init(_ settings: ExternalValue) { self.settings = settings }

  /// One number among the settings.
  private struct Place {
    /// Keys and, for lists, positions.
    let path: [String]
    let value: ExternalValue
    /// Without `inputs` in front.
    var name: String { (path.first == "inputs" ? path.dropFirst() : path[...]).joined(separator: ".") }
  }

  /// The length of the first input's first axis, if it is an array.
  var samples: Int? {
    guard case .mapping(let inputs)? = settings["inputs"] else { return nil }
    for input in inputs { if case .array(let shape, _, _) = input.value { return shape.first } }
    return nil
  }

  // MARK: Moves

  /// Every move with its name.
  func moved(_ generator: inout SeededGenerator) -> [(String, ExternalValue)] {
    var cases: [(String, ExternalValue)] = []
    let places = places(of: settings["inputs"], at: ["inputs"]) + places(of: settings["init"], at: ["init"])
    if let random = constantsMoved(places, &generator) { cases.append(("parameters moved at random", random)) }
    for place in places {
      for other in Self.otherNumbers(place.value, named: place.path.last ?? "") {
        cases.append(("\(place.name) = \(Self.text(other))", settings.replacing(place.path[...], with: other)))
      }
    }
    if let samples {
      for count in [1, samples + 1, 2 * samples + 3] where count != samples {
        if let other = resized(samples, to: count, axis: 0) { cases.append(("a batch of \(count)", other)) }
      }
    }
    for place in places {
      guard case .array(let shape, let values, let type) = place.value, shape.count > 1, Self.isFree(shape, values)
      else { continue }
      for axis in shape.indices.dropFirst() {
        for length in [shape[axis] - 1, shape[axis] + 1] where length > 0 {
          let own = Self.resize(shape, values, axis: axis, to: length, &generator)
          let array = ExternalValue.array(shape: own.shape, values: own.values, type: type)
          cases.append(("\(place.name) of shape \(own.shape)", settings.replacing(place.path[...], with: array)))
        }
      }
    }
    return cases + linkedAxes(places, &generator)
  }

  /// All axes of one length at once: the width of a layer stands in its inputs, weights and biases.
  private func linkedAxes(_ places: [Place], _ generator: inout SeededGenerator) -> [(String, ExternalValue)] {
    var lengths: [Int] = []
    for place in places {
      guard case .array(let shape, _, _) = place.value else { continue }
      for length in shape where length > 1 && !lengths.contains(length) { lengths.append(length) }
    }
    var cases: [(String, ExternalValue)] = []
    lengths: for length in lengths {
      var other = settings
      var arrays = 0
      for place in places {
        guard case .array(let shape, let values, let type) = place.value, shape.contains(length) else { continue }
        guard Self.isFree(shape, values) || type.hasPrefix("int") else { continue lengths }
        var own = (shape: shape, values: values)
        for axis in shape.indices where shape[axis] == length {
          own = Self.resize(own.shape, own.values, axis: axis, to: length + 1, &generator)
        }
        other = other.replacing(place.path[...], with: .array(shape: own.shape, values: own.values, type: type))
        arrays += 1
      }
      if arrays > 1 { cases.append(("every axis of \(length) made \(length + 1)", other)) }
    }
    return cases
  }

  /// Scales at 1 and biases at 0 made random, all at once.
  private func constantsMoved(_ places: [Place], _ generator: inout SeededGenerator) -> ExternalValue? {
    var other = settings
    for place in places {
      guard case .array(let shape, let values, let type) = place.value, type.hasPrefix("float"),
        let first = values.first,
        values.allSatisfy({ $0 == first })
      else { continue }
      let moved = values.map { $0 + 0.5 * generator.normal() }
      other = other.replacing(place.path[...], with: .array(shape: shape, values: moved, type: type))
    }
    return other == settings ? nil : other
  }

  /// All arrays whose first axis has the batch's length, cut or lengthened by repeating samples.
  func resized(_ samples: Int, to count: Int, axis: Int) -> ExternalValue? {
    guard count > 0, count != samples, case .mapping(let inputs)? = settings["inputs"] else { return nil }
    var other = settings
    for input in inputs {
      guard case .array(let shape, let values, let type) = input.value, shape.first == samples else { continue }
      let width = values.count / samples
      let rows = (0..<count).flatMap { row in values[(row % samples * width)..<((row % samples + 1) * width)] }
      other = other.replacing(
        ["inputs", input.key], with: .array(shape: [count] + shape.dropFirst(), values: rows, type: type))
    }
    return other
  }

  /// All floating arrays of the inputs rounded; `nil` where they are round.
  func rounded(to unit: Double) -> ExternalValue? {
    var other = settings
    for place in places(of: settings["inputs"], at: ["inputs"]) + places(of: settings["init"], at: ["init"]) {
      guard case .array(let shape, let values, let type) = place.value, type.hasPrefix("float") else { continue }
      other = other.replacing(
        place.path[...], with: .array(shape: shape, values: Rounding.round(values, to: unit), type: type))
    }
    return other == settings ? nil : other
  }

  // MARK: Parts

  private func places(of value: ExternalValue?, at path: [String]) -> [Place] {
    switch value {
    case .mapping(let entries)?: entries.flatMap { places(of: $0.value, at: path + [$0.key]) }
    case .list(let values)?: values.enumerated().flatMap { places(of: $1, at: path + ["\($0)"]) }
    case .integer?, .number?, .array?: value.map { [Place(path: path, value: $0)] } ?? []
    default: []
    }
  }

  /// What a number may be instead.
  private static func otherNumbers(_ value: ExternalValue, named name: String) -> [ExternalValue] {
    let word = name.lowercased()
    guard !word.contains("seed"), word != "random_state" else { return [] }
    switch value {
    case .integer(let number) where number >= 0:
      let least = word.contains("pad") || number == 0 ? 0 : 1
      return [least, number - 1, number + 1].enumerated().filter { place, other in
        other >= least && other != number && (place == 0 || other != least)
      }.map { .integer($1) }
    case .number(0): return [.number(0.7)]
    case .number(let number) where number > 0 && number < 1: return [.number(number / 2), .number((1 + number) / 2)]
    case .number(let number) where number.isFinite: return [.number(number / 2), .number(2 * number)]
    default: return []
    }
  }

  /// Whether an array's numbers stand for themselves: not marks of classes, not shares that add up to 1.
  private static func isFree(_ shape: [Int], _ values: [Double]) -> Bool {
    guard let width = shape.last, width > 0, !values.isEmpty else { return false }
    if values.allSatisfy({ $0 == 0 || $0 == 1 }) { return false }
    return stride(from: 0, to: values.count, by: width).contains { start in
      abs(values[start..<(start + width)].reduce(0, +) - 1) > 1e-6
    }
  }

  /// Cuts an axis, or lengthens it with numbers like those that are there.
  private static func resize(
    _ shape: [Int], _ values: [Double], axis: Int, to length: Int, _ generator: inout SeededGenerator
  ) -> (shape: [Int], values: [Double]) {
    let inner = shape[(axis + 1)...].reduce(1, *)
    let isWhole = values.allSatisfy { $0 == $0.rounded() }
    var other = shape
    other[axis] = length
    var made: [Double] = []
    for outer in 0..<shape[..<axis].reduce(1, *) {
      for place in 0..<length {
        for offset in 0..<inner {
          let own = values[(outer * shape[axis] + min(place, shape[axis] - 1)) * inner + offset]
          made.append(place < shape[axis] || isWhole ? own : own * (1 + 0.3 * (2 * generator.uniform() - 1)))
        }
      }
    }
    return (other, made)
  }

  private static func text(_ value: ExternalValue) -> String {
    switch value {
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    default: ""
    }
  }
}

extension ExternalValue {
  /// The same value with what is at a path replaced.
  func replacing(_ path: ArraySlice<String>, with other: ExternalValue) -> ExternalValue {
    guard let key = path.first else { return other }
    switch self {
    case .mapping(var entries):
      for place in entries.indices where entries[place].key == key {
        entries[place].value = entries[place].value.replacing(path.dropFirst(), with: other)
      }
      return .mapping(entries)
    case .list(var values):
      guard let place = Int(key), values.indices.contains(place) else { return self }
      values[place] = values[place].replacing(path.dropFirst(), with: other)
      return .list(values)
    default: return self
    }
  }
}
