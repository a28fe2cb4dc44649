import CheckCommand
import CourseReport
import Networks

/// The options of `report` as settings of the report; the command line beats the file.
struct ReportSettings {
  let command: ReportCommand

  init(_ command: ReportCommand) { self.command = command }

  func configuration() throws -> ReportConfiguration {
    var setting = try command.config.map { try ReportConfiguration(file: $0) } ?? ReportConfiguration()
    if let seed = command.seed { setting.seed = try Self.valid(seed) }
    switch command.language {
    case .ko: setting.languages = [.ko]
    case .en: setting.languages = [.en]
    case .all: setting.languages = Language.allCases
    case nil: break
    }
    if let only = command.only { setting.lessons = try lessons(only) }
    return setting
  }

  /// A seed that JSON can hold.
  static func valid(_ seed: UInt64) throws -> UInt64 {
    guard seed <= 9_007_199_254_740_991 else {
      throw CommandFailure(.usage, "--seed: expected a whole number from 0 to 9007199254740991, found \(seed)")
    }
    return seed
  }

  func figureFormats() throws -> Set<FigureFormat> {
    guard let text = command.formats else { return Set(FigureFormat.allCases) }
    var formats: Set<FigureFormat> = []
    for word in text.split(separator: ",") {
      guard let format = FigureFormat(rawValue: String(word)) else {
        throw CommandFailure(.usage, "--formats: expected png, svg or both, found '\(word)'")
      }
      formats.insert(format)
    }
    guard !formats.isEmpty else { throw CommandFailure(.usage, "--formats: expected png, svg or both, found nothing") }
    return formats
  }

  private func lessons(_ text: String) throws -> [LessonName] {
    let names = LessonName.course.map(\.rawValue)
    var chosen: [LessonName] = []
    for word in text.split(separator: ",").map(String.init) {
      guard let lesson = LessonName(rawValue: word), lesson != .checks else {
        let hint = suggestion(for: word, among: names).map { "; did you mean '\($0)'?" } ?? ""
        throw CommandFailure(.usage, "--only: expected one of \(names.joined(separator: ", ")), found '\(word)'\(hint)")
      }
      if !chosen.contains(lesson) { chosen.append(lesson) }
    }
    guard !chosen.isEmpty else { throw CommandFailure(.usage, "--only: expected a lesson, found nothing") }
    return chosen
  }
}
