import Foundation
import Networks

/// The files of a templates folder: pages and partials (`.mustache`), short texts (`.txt`), the style sheet (`.css`).
struct TemplateFolder: Sendable {
  /// The files by their path below the folder, without extension for pages and partials.
  private(set) var templates: [String: TemplateSet.TemplateFile] = [:]
  private(set) var texts: [String: TemplateSet.TemplateFile] = [:]
  private(set) var styles: [String: TemplateSet.TemplateFile] = [:]

  /// The folders within that a report is made from; others belong to other commands.
  static let parts: Set<String> = ["pages", "partials", "lessons", "assets"]

  /// Reads the folder that ships with Gradus and, over it, the user's: a file of the same name replaces.
  ///
  /// - Throws: `ReportError` where a folder or a file cannot be read.
  init(shipped: String, overriding: String? = nil) throws(ReportError) {
    try read(shipped, named: "templates")
    guard let overriding else { return }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: overriding, isDirectory: &isFolder) else {
      throw ReportError(.unreadable, place: overriding, "there is no such folder of templates")
    }
    guard isFolder.boolValue else {
      throw ReportError(.unreadable, place: overriding, "expected a folder of templates, found a file")
    }
    let shippedNames = [Set(templates.keys), Set(texts.keys), Set(styles.keys)]
    try read(overriding, named: overriding)
    // Pieces of one's own may be included; a page, a lesson or texts of another name would be read by nobody.
    for (own, known) in zip([templates, texts, styles], shippedNames) {
      for (name, file) in own.sorted(by: { $0.key < $1.key })
      where !known.contains(name) && !name.hasPrefix("partials/") {
        let hint = suggestion(for: name, among: known.sorted()).map { "; did you mean '\($0)'?" } ?? ""
        throw ReportError(
          .content, place: file.path, "no template has this name\(hint) (pieces of your own go into partials/)")
      }
    }
  }

  private mutating func read(_ folder: String, named name: String) throws(ReportError) {
    // A link to a folder is a folder.
    let folder = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    guard let entries = FileManager.default.enumerator(atPath: folder) else {
      throw ReportError(.unreadable, place: folder, "the folder of templates cannot be read")
    }
    for case let path as String in entries {
      guard let dot = path.lastIndex(of: "."), let top = path.split(separator: "/").first,
        Self.parts.contains(String(top))
      else { continue }
      let stem = String(path[..<dot])
      let kind = path[dot...]
      guard [".mustache", ".txt", ".css"].contains(kind) else { continue }
      guard let data = FileManager.default.contents(atPath: folder + "/" + path),
        let text = String(data: data, encoding: .utf8)
      else { throw ReportError(.unreadable, place: name + "/" + path, "expected a text file in UTF-8") }
      let file = TemplateSet.TemplateFile(path: name + "/" + path, text: text.replacing("\r\n", with: "\n"))
      switch kind {
      case ".mustache": templates[stem] = file
      case ".txt": texts[stem] = file
      default: styles[stem] = file
      }
    }
  }

  /// The templates, parsed on several threads.
  func templateSet(jobs: Int = 1) throws(ReportError) -> TemplateSet {
    try TemplateSet(templates, jobs: jobs)
  }

  /// The short texts of a lesson or of the pages, in a language: `lessons/ko/softmax`, `pages/ko`.
  ///
  /// - Throws: `ReportError` where the file is missing or badly formed.
  func words(_ name: String) throws(ReportError) -> WordFile {
    guard let file = texts[name] else {
      throw ReportError(.unavailable, place: "templates/\(name).txt", "there is no such file of texts")
    }
    return try WordFile(text: file.text, path: file.path)
  }

  /// The short texts of a lesson in both languages.
  func lessonWords(_ lesson: LessonName) throws(ReportError) -> LessonWords {
    LessonWords(files: [
      .ko: try words("lessons/ko/\(lesson.rawValue)"), .en: try words("lessons/en/\(lesson.rawValue)"),
    ])
  }

  /// The style sheet with the accent colour of the configuration.
  func style(accent: AccentColor) throws(ReportError) -> String {
    guard let file = styles["assets/report"] else {
      throw ReportError(.unavailable, place: "templates/assets/report.css", "there is no such style sheet")
    }
    return try StyleSheet.text(file.text, accent: accent, path: file.path)
  }
}
