import Testing

@testable import CourseReport

/// Templates never render a silent gap.
@Suite struct StrictTemplateTests {
  private func set(_ texts: [String: String]) throws(ReportError) -> TemplateSet {
    try TemplateSet(texts.mapValues { TemplateSet.TemplateFile(path: "t.mustache", text: $0) })
  }

  private func render(_ text: String, _ names: [String: TemplateNode]) throws(ReportError) -> String {
    try set(["t": text]).render("t", names, in: .en)
  }

  private static var names: [String: TemplateNode] {
    [
      "a": .value("A"), "n": .value(.number(0.25)), "yes": .value(true), "no": .value(false),
      "list": .value([["x": "1"], ["x": "2"]]), "rows": .value(.matrix([[1, 2], [3, 4]], .fixed(0))),
      "r": .value(["inner": ["deep": "D"]]), "names": .names(["z": .value("Z")]),
      "wrap": .wrapper { "[" + $0 + "]" },
    ]
  }

  @Test(arguments: [
    ("{{a}} {{n}}", "A 0.25"), ("{{#list}}{{x}}{{a}} {{/list}}", "1A 2A "), ("{{r.inner.deep}}", "D"),
    ("{{#r}}{{#inner}}{{deep}}{{/inner}}{{/r}}", "D"), ("{{#yes}}{{a}}{{/yes}}{{^no}}!{{/no}}", "A!"),
    ("{{#rows}}{{#.}}{{.}},{{/.}};{{/rows}}", "1,2,;3,4,;"), ("{{names.z}}", "Z"),
    ("{{#wrap}}x {{a}}{{/wrap}}", "[x A]"), ("{{! a remark }}{{a}}", "A"),
  ])
  func `what is given is rendered`(template: String, expected: String) throws {
    #expect(try render(template, Self.names) == expected)
  }

  @Test(arguments: [
    ("{{b}}", "'b'"), ("{{r.x}}", "'r.x'"), ("{{r.inner.x}}", "'r.inner.x'"), ("{{a.x}}", "'a.x'"),
    ("{{#list}}{{y}}{{/list}}", "'y'"), ("{{#b}}x{{/b}}", "'b'"), ("{{^b}}x{{/b}}", "'b'"),
    ("{{names.y}}", "'names.y'"), ("{{#wrap}}{{b}}{{/wrap}}", "'b'"), ("{{#yes}}{{b}}{{/yes}}", "'b'"),
  ])
  func `a name that was not given is an error that names it`(template: String, name: String) {
    let error = #expect(throws: ReportError.self) { try render(template, Self.names) }
    #expect(error?.message.contains(name) == true)
    #expect(error?.kind == .content)
    #expect(error?.place.hasPrefix("t.mustache:1:") == true, "\(String(describing: error))")
  }

  @Test func `a name that an included template asks for is told at its line there`() throws {
    let files = [
      "page": TemplateSet.TemplateFile(path: "page.mustache", text: "{{a}}\n{{> piece}}"),
      "piece": TemplateSet.TemplateFile(path: "piece.mustache", text: "one\ntwo {{b}}"),
    ]
    let error = #expect(throws: ReportError.self) { try TemplateSet(files).render("page", Self.names, in: .en) }
    #expect(error?.place == "piece.mustache:2:5")
  }

  @Test(arguments: [
    ("{{> missing}}", "t.mustache:1:1", "there is no template 'missing'"),
    ("x\n {{{a}}}", "t.mustache:2:2", "without escaping"), ("{{&a}}", "t.mustache:1:1", "without escaping"),
    ("{{a", "t.mustache:1:1", "not closed"), ("{{=<% %>=}}", "t.mustache:1:1", "not used"),
    ("{{#a}}x", "t.mustache", "a section is not closed"),
    ("ab\n{{#a}}{{/b}}", "t.mustache:2", "name of its beginning"),
  ])
  func `a template that cannot work is refused with its place`(text: String, place: String, message: String) {
    let error = #expect(throws: ReportError.self) { try set(["t": text]) }
    #expect(error?.place.hasPrefix(place) == true)
    #expect(error?.message.contains(message) == true)
  }

  @Test func `every template of the package renders with the sample in every form`() throws {
    let site = try SampleReport().site()
    for language in Language.allCases {
      for form in [PageAddresses.Form.folder, .single] {
        let pages = ReportPages(site: site, language: language, form: form)
        for file in [try pages.front(), try pages.lesson(at: 0), try pages.appendix(), try pages.single()] {
          let text = String(decoding: file.bytes, as: UTF8.self)
          #expect(!text.contains("{{"), "\(file.path) holds a tag")
          #expect(!text.contains("\u{2}"), "\(file.path) holds a mark of text from outside")
        }
      }
    }
    #expect(try !ChoicePage(site: site).file().bytes.isEmpty)
  }

  @Test(arguments: [
    ("{{{figure.shares}}} {{{figure.shares}}}", "placed twice"), ("{{{figure.absent}}}", "figure.absent"),
  ])
  func `a lesson that places a figure wrongly is refused`(body: String, message: String) throws {
    var site = try SampleReport().site()
    let folder = try SampleReport.templates()
    var files = folder.templates
    files["lessons/en/softmax"] = TemplateSet.TemplateFile(path: "softmax.mustache", text: body)
    site.templates = try TemplateSet(files)
    let error = #expect(throws: ReportError.self) {
      try ReportPages(site: site, language: .en, form: .folder).lesson(at: 0)
    }
    #expect(error?.message.contains(message) == true)
  }

  @Test(arguments: [
    ("[a]\n x {{v}} \ny\n", "x 1 y"), ("# remark\n\n[a]\r\nx\n[b]\nz", "x"), ("[a]\n{{#no}}q{{/no}}-", "-"),
  ])
  func `a file of texts is read by keys`(text: String, expected: String) throws {
    let file = try WordFile(text: text.replacing("\r\n", with: "\n"), path: "w.txt")
    #expect(try file.text("a", values: ["v": .integer(1), "no": false], in: .en) == expected)
  }

  @Test(arguments: [
    ("text\n[a]\nx", "w.txt:1"), ("[a]\nx\n[a]\ny", "w.txt:3"),
  ])
  func `a file of texts that is badly formed is refused`(text: String, place: String) {
    let error = #expect(throws: ReportError.self) { try WordFile(text: text, path: "w.txt") }
    #expect(error?.place == place)
  }

  @Test func `a text that is missing or asks for too much is an error`() throws {
    let file = try WordFile(text: "[a]\n{{b}}", path: "w.txt")
    for key in ["a", "c"] {
      #expect(throws: ReportError.self) { try file.text(key, values: [:], in: .ko) }
    }
  }
}
