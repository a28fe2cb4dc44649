import Foundation
import Mustache

/// The templates of a report, parsed: those that ship with the package, replaced by name by the user's.
struct TemplateSet: Sendable {
  /// The text of each template by its name, the path below `templates` without extension.
  private let texts: [String: TemplateFile]
  private let library: MustacheLibrary

  /// One file of the templates folder.
  struct TemplateFile: Sendable, Equatable {
    /// The file, as messages call it.
    var path: String
    var text: String
  }

  /// Names of what may be inserted without escaping: HTML that these templates made themselves.
  static let markupNames: Set<String> = [
    "figure", "figureRef", "equationRef", "table", "code", "link", "body", "notes", "toc", "style",
    "lessonBody",
  ]

  /// Parses templates and checks what can be checked without data: partials exist, nothing but our own HTML is
  /// inserted unescaped.
  ///
  /// - Throws: `ReportError` with file, line and column.
  init(_ files: [String: TemplateFile], jobs: Int = 1) throws(ReportError) {
    MustacheContentTypes.register(HTMLContent(), named: HTMLContent.name)
    MustacheContentTypes.register(PlainContent(), named: PlainContent.name)
    let names = files.keys.sorted()
    let parsed = try ParallelMap.map(names, jobs: jobs, makeWorker: {}) {
      (_, name) throws(ReportError) -> MustacheTemplate? in
      guard let file = files[name] else { return nil }
      try Self.checkTags(of: file, among: files)
      return try Self.parse(file.text, path: file.path, contentType: HTMLContent.name)
    }
    var library = MustacheLibrary()
    for case (let name, let template?) in zip(names, parsed) { library.register(template, named: name) }
    texts = files
    self.library = library
  }

  private static func checkTags(
    of file: TemplateFile, among files: [String: TemplateFile]
  ) throws(ReportError) {
    for tag in try TemplateScanner.tags(in: file.text, place: file.path) {
      let place = "\(file.path):\(tag.line):\(tag.column)"
      if tag.kind == .partial, files[tag.name] == nil {
        throw ReportError(.content, place: place, "there is no template '\(tag.name)'")
      }
      let first = tag.name.split(separator: ".").first.map(String.init) ?? tag.name
      if tag.kind == .unescaped, !markupNames.contains(first) {
        throw ReportError(
          .content, place: place, "'\(tag.name)' cannot be inserted without escaping; write {{\(tag.name)}}")
      }
    }
  }

  /// Parses one template; its escaping is set by its first line.
  static func parse(_ text: String, path: String, contentType: String) throws(ReportError) -> MustacheTemplate {
    do {
      return try MustacheTemplate(string: "{{% CONTENT_TYPE:\(contentType)}}\n" + text)
    } catch let error as MustacheTemplate.ParserError {
      let place = "\(path):\(max(1, error.context.lineNumber - 1)):\(error.context.columnNumber)"
      throw ReportError(.content, place: place, "not a valid template: \(sentence(for: error.error))")
    } catch {
      throw ReportError(.content, place: path, "not a valid template")
    }
  }

  private static func sentence(for error: any Error) -> String {
    switch error as? MustacheTemplate.Error {
    case .sectionCloseNameIncorrect: "the end of a section does not have the name of its beginning"
    case .expectedSectionEnd: "a section is not closed"
    default: "a tag is badly formed"
    }
  }

  /// Whether there is a template of a name.
  func contains(_ name: String) -> Bool { texts[name] != nil }

  /// The text and path of a template.
  ///
  /// - Throws: `ReportError` where there is none.
  func file(_ name: String) throws(ReportError) -> TemplateFile {
    guard let file = texts[name] else {
      throw ReportError(.unavailable, place: "templates/\(name).mustache", "there is no such template")
    }
    return file
  }

  /// The names of all templates, sorted.
  var names: [String] { texts.keys.sorted() }

  /// Renders a template.
  ///
  /// - Throws: `ReportError` where the template is not there or asks for a name that it was not given.
  func render(
    _ name: String, _ names: [String: TemplateNode], figures: [String: String] = [:], in language: Language
  ) throws(ReportError) -> String {
    let file = try file(name)
    let session = RenderSession(language: language, figures: figures)
    let text = library.render(session.root(names), withTemplate: name) ?? ""
    guard session.missing.isEmpty else {
      throw ReportError(
        .content, place: try place(of: session.missing[0], from: name) ?? file.path,
        "the template asks for \(Self.list(session.missing)), which it is not given")
    }
    return text
  }

  /// Where a template, or one that it includes, first asks for a name.
  private func place(of missing: String, from name: String) throws(ReportError) -> String? {
    var waiting = [name]
    var seen: Set<String> = []
    while let next = waiting.popLast() {
      guard seen.insert(next).inserted, let file = texts[next] else { continue }
      for tag in try TemplateScanner.tags(in: file.text, place: file.path) where tag.kind != .close {
        if tag.kind == .partial {
          waiting.append(tag.name)
        } else if tag.name == missing || tag.name.hasPrefix(missing + ".") {
          return "\(file.path):\(tag.line):\(tag.column)"
        }
      }
    }
    return nil
  }

  static func list(_ names: [String]) -> String { names.map { "'\($0)'" }.joined(separator: ", ") }
}
