/// The names that the body of a lesson may use, and the order of what is numbered in it.
struct LessonPage {
  let lesson: PreparedLesson
  let place: Int
  let language: Language
  let addresses: PageAddresses
  let site: ReportSite

  private var name: LessonName { lesson.content.name }
  private var shell: Words { site.shell(language) }
  private var words: Words { lesson.words[language] }

  /// The template of the body.
  var template: String { "lessons/\(language.rawValue)/\(name.rawValue)" }

  /// Renders the body.
  ///
  /// - Throws: `ReportError` at a figure that is placed twice, a name that is not given, a missing text.
  func body() throws(ReportError) -> String {
    let file = try site.templates.file(template)
    let tags = try TemplateScanner.tags(in: file.text, place: file.path)
    let placed = try numbered("figure", of: .unescaped, in: tags, path: file.path)
    // Figures of a list are not placed by name; they follow in their own order.
    let figures = placed + lesson.content.figures.map(\.name).filter { !placed.contains($0) }
    let figureHTML = try figureHTML(figures)
    let equations = try numbered("equation", of: .section, in: tags, path: file.path)
    var names: [String: TemplateNode] = lesson.content.values.mapValues { .value($0) }
    names["id"] = .value(.text(name.rawValue))
    names["words"] = .names(try wordNodes(used: tags))
    names["figure"] = .names(figureHTML.mapValues { .markup($0) })
    names["figureRef"] = .names(try figureReferences(figures))
    names["equation"] = .names(equationWrappers(equations))
    names["equations"] = .names(try equationScopes(equations))
    names["equationRef"] = .names(try equationReferences(equations))
    names["table"] = .names(try tableNodes())
    names["code"] = .names(try listingNodes())
    names["link"] = .names(try site.links(language, addresses))
    return try site.templates.render(template, names, figures: figureHTML, in: language)
  }

  /// The names behind `group.` in the order of the text.
  private func numbered(
    _ group: String, of kind: TemplateScanner.Kind, in tags: [TemplateScanner.Tag], path: String
  ) throws(ReportError) -> [String] {
    var names: [String] = []
    for tag in tags where tag.kind == kind && tag.name.hasPrefix(group + ".") {
      let name = String(tag.name.dropFirst(group.count + 1))
      guard !names.contains(name) else {
        throw ReportError(
          .content, place: "\(path):\(tag.line):\(tag.column)", "'\(tag.name)' is placed twice")
      }
      names.append(name)
    }
    return names
  }

  private func wordNodes(used tags: [TemplateScanner.Tag]) throws(ReportError) -> [String: TemplateNode] {
    var nodes: [String: TemplateNode] = [:]
    for tag in tags where tag.name.hasPrefix("words.") {
      insert(
        try words.marked(String(tag.name.dropFirst(6))), at: tag.name.split(separator: ".").dropFirst(),
        into: &nodes)
    }
    return nodes
  }

  /// Texts may have dots in their keys, which templates take as names in names.
  private func insert(
    _ text: String, at path: ArraySlice<Substring>, into nodes: inout [String: TemplateNode]
  ) {
    guard let first = path.first.map(String.init) else { return }
    let rest = path.dropFirst()
    guard !rest.isEmpty else {
      nodes[first] = .value(.text(text))
      return
    }
    var inner: [String: TemplateNode] = [:]
    if case .names(let names) = nodes[first] { inner = names }
    insert(text, at: rest, into: &inner)
    nodes[first] = .names(inner)
  }

  // MARK: Figures

  private func number(_ index: Int) -> String { "\(place).\(index + 1)" }

  private func label(_ index: Int) throws(ReportError) -> String {
    try shell.marked("figure-label", ["number": .text(number(index))])
  }

  private func figureHTML(_ order: [String]) throws(ReportError) -> [String: String] {
    var nodes: [String: String] = [:]
    for (index, name) in order.enumerated() {
      guard let figure = lesson.content.figures.first(where: { $0.name == name }) else { continue }
      nodes[name] = try html(figure, label: try label(index))
    }
    return nodes
  }

  private func html(_ figure: CourseFigure, label: String) throws(ReportError) -> String {
    guard let drawn = lesson.drawings[figure.name]?[language], let format = drawn.preferred else {
      throw ReportError(.defect, place: figure.name, "the figure was not drawn")
    }
    let isFolder = addresses.form == .folder
    let files: [TemplateValue] =
      isFolder
      ? FigureFormat.allCases.reversed().filter { drawn.pictures[$0] != nil }.map {
        ["address": .text(addresses.up + figure.path($0, language)), "name": .text($0.rawValue.uppercased())]
      } + [["address": .text(addresses.up + figure.dataPath), "name": "CSV"]] : []
    let values: TemplateValues = [
      "name": .text(figure.name), "size": .text(figure.sizeClass.rawValue), "label": .text(label),
      "source": .text(site.source(figure, drawn, format, language, addresses)),
      "width": .text(Self.pixels(drawn.size.width)), "height": .text(Self.pixels(drawn.size.height)),
      "alt": .text(HTMLEscaping.plain(figure.alt[language])), "caption": .text(figure.caption[language]),
      "dataLabel": .text(try shell.marked("data-label", ["label": .text(label)])),
      "hasFiles": .flag(isFolder), "files": .list(files),
    ]
    let data = try figure.data.node(
      caption: figure.title[language], label: try shell.marked("data-label", ["label": .text(label)]),
      notation: .machine,
      words: words, shell: shell)
    return try site.templates.render(
      "partials/figure", ["figure": .value(.record(values)), "data": data], in: language)
  }

  static func pixels(_ length: Double) -> String { String(Int(length.rounded())) }

  private func figureReferences(_ order: [String]) throws(ReportError) -> [String: TemplateNode] {
    var nodes: [String: TemplateNode] = [:]
    for (index, name) in order.enumerated() {
      nodes[name] = .markup(try site.link("#fig-\(name)", try label(index), language))
    }
    return nodes
  }

  // MARK: Equations

  private func equationWrappers(_ order: [String]) -> [String: TemplateNode] {
    var nodes: [String: TemplateNode] = [:]
    for name in order {
      nodes[name] = .wrapper { text in
        "{{#equations.\(name)}}{{> partials/equation-begin}}\(text){{> partials/equation-end}}{{/equations.\(name)}}"
      }
    }
    return nodes
  }

  private func equationScopes(_ order: [String]) throws(ReportError) -> [String: TemplateNode] {
    var nodes: [String: TemplateNode] = [:]
    for (index, name) in order.enumerated() {
      let values: TemplateValues = [
        "id": .text("\(self.name.rawValue)-\(name)"), "number": .text(number(index)),
        "label": .text(try shell.marked("equation-label", ["number": .text(number(index))])),
      ]
      nodes[name] = .value(.record(["eq": .record(values)]))
    }
    return nodes
  }

  private func equationReferences(_ order: [String]) throws(ReportError) -> [String: TemplateNode] {
    var nodes: [String: TemplateNode] = [:]
    for (index, name) in order.enumerated() {
      nodes[name] = .markup(
        try site.link("#eq-\(self.name.rawValue)-\(name)", "(\(number(index)))", language))
    }
    return nodes
  }

  // MARK: Tables and listings

  private func tableNodes() throws(ReportError) -> [String: TemplateNode] {
    var nodes: [String: TemplateNode] = [:]
    for (name, table) in lesson.content.tables.sorted(by: { $0.key < $1.key }) {
      let caption = try words.marked("\(name).caption")
      let data = try table.node(
        caption: caption, label: caption, notation: .prose, words: words, shell: shell)
      nodes[name] = .markup(try site.templates.render("partials/table", ["data": data], in: language))
    }
    return nodes
  }

  private func listingNodes() throws(ReportError) -> [String: TemplateNode] {
    var nodes: [String: TemplateNode] = [:]
    for (name, listing) in lesson.content.listings.sorted(by: { $0.key < $1.key }) {
      let caption =
        words.contains("\(name).caption") ? try words.marked("\(name).caption") : listing.language
      nodes[name] = .markup(
        try site.templates.render(
          "partials/code",
          ["listing": .value(["text": .text(listing.text), "caption": .text(caption)])], in: language))
    }
    return nodes
  }
}
