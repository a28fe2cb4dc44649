import GradientChecking
import Records
import Testing

@testable import CourseReport

/// The two forms of a page.
@Suite struct PageFormTests {
  private func text(_ file: OutputFile) -> String { String(decoding: file.bytes, as: UTF8.self) }

  private func between(_ text: String, _ start: String, _ end: String) -> String? {
    guard let from = text.range(of: start), let to = text[from.upperBound...].range(of: end) else {
      return nil
    }
    return String(text[from.upperBound..<to.lowerBound])
  }

  @Test func `the policy of a single file names the hash of exactly its style`() throws {
    let html = text(try ReportPages(site: try SampleReport().site(), language: .ko, form: .single).single())
    let style = try #require(between(html, "<style>", "</style>"))
    let hash = try #require(between(html, "style-src 'sha256-", "'"))
    // The digest is checked against published ones elsewhere; here it must belong to these bytes.
    #expect(hash == Base64.text(SHA256.digest(Array(style.utf8))))
    #expect(!html.contains("<link rel=\"stylesheet\""))
    #expect(html.contains("src=\"data:image/"))
  }

  @Test func `a page of a folder has no style of its own`() throws {
    let html = text(
      try ReportPages(site: try SampleReport().site(), language: .en, form: .folder).lesson(at: 0))
    #expect(!html.contains("<style"))
    #expect(!html.contains("style="))
    #expect(!html.contains("data:"))
    #expect(html.contains("style-src 'self'"))
    #expect(html.contains("src=\"../figures/shares.en.svg\""))
    #expect(html.contains("href=\"../data/shares.csv\""))
  }

  @Test(arguments: [PageAddresses.Form.folder, .single])
  func `headings leave out no level and there is one h1`(form: PageAddresses.Form) throws {
    let pages = ReportPages(site: try SampleReport().site(), language: .en, form: form)
    let files =
      form == .single
      ? [try pages.single()] : [try pages.front(), try pages.lesson(at: 0), try pages.appendix()]
    for file in files {
      let levels = text(file).matches(of: /<h([1-6])[ >]/).compactMap { Int($0.1) }
      #expect(levels.filter { $0 == 1 }.count == 1)
      #expect(levels.first == 1)
      #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 }, "\(levels)")
    }
  }

  @Test(arguments: [PageAddresses.Form.folder, .single])
  func `no identifier is there twice and every link within the page has its place`(form: PageAddresses.Form)
    throws
  {
    for language in Language.allCases {
      let pages = ReportPages(site: try SampleReport().site(), language: language, form: form)
      let html = text(form == .single ? try pages.single() : try pages.lesson(at: 0))
      let ids = html.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
      #expect(Set(ids).count == ids.count)
      for link in html.matches(of: /href="#([^"]*)"/) { #expect(ids.contains(String(link.1))) }
    }
  }

  @Test func `after the last lesson comes the appendix`() throws {
    let site = try SampleReport().site()
    let html = text(
      try ReportPages(site: site, language: .en, form: .folder).lesson(at: site.lessons.count - 1))
    #expect(html.contains("<a class=\"next\" href=\"appendix.html\" rel=\"next\">"))
  }

  @Test func `figures and equations are numbered in the order of the page`() throws {
    let html = text(
      try ReportPages(site: try SampleReport().site(), language: .en, form: .folder).lesson(at: 0))
    #expect(html.contains("<b>Figure 1.1.</b>"))
    #expect(html.contains("<b>Figure 1.2.</b>"))
    #expect(html.contains("<a href=\"#fig-shares\">Figure 1.1</a>"))
    #expect(html.contains("<a href=\"#eq-softmax-definition\">(1.1)</a>"))
    #expect(html.contains("id=\"eq-softmax-definition\""))
  }

  @Test(arguments: [
    (Verdict.pass, "✓", "all 42 gradients hold"), (.fail, "✗", "3 of 42 gradients are wrong"),
    (.inconclusive, "–", "gradients not decided"), (.error, "!", "a check could not be run"),
  ])
  func `the title and the front page say what the checks found`(verdict: Verdict, mark: String, title: String)
    throws
  {
    var sample = SampleReport()
    sample.verdict = SampleReport.verdict(verdict)
    let html = text(try ReportPages(site: try sample.site(), language: .en, form: .folder).front())
    #expect(between(html, "<title>", "</title>")?.hasSuffix(title) == true)
    #expect(html.contains("<span class=\"mark\" aria-hidden=\"true\">\(mark)</span>"))
    if verdict != .pass { #expect(html.contains("<bdi>my &lt;layer&gt;</bdi>, <bdi>other</bdi>")) }
  }

  @Test func `the same report gives the same bytes`() throws {
    let site = try SampleReport().site()
    for language in Language.allCases {
      for form in [PageAddresses.Form.folder, .single] {
        let pages = ReportPages(site: site, language: language, form: form)
        #expect(try pages.front() == pages.front())
        #expect(try pages.lesson(at: 0) == pages.lesson(at: 0))
        #expect(
          try pages.single()
            == ReportPages(site: try SampleReport().site(), language: language, form: form).single())
      }
    }
  }

  @Test func `other data leave no stale digits`() throws {
    var sample = SampleReport()
    sample.scores = [7.77, 1.11, -5.55, 3.33]
    let html = text(try ReportPages(site: try sample.site(), language: .en, form: .folder).lesson(at: 0))
    #expect(html.contains("of 4 of them"))
    #expect(html.contains("7.77"))
    #expect(!html.contains(">2.00<"))
  }

  @Test func `the accent colour is set on both grounds and nowhere else`() throws {
    let folder = try SampleReport.templates()
    let standard = try folder.style(accent: .standard)
    let other = try folder.style(accent: AccentColor(light: 0x8A1C5C))
    #expect(other.contains("--accent: #8a1c5c;"))
    #expect(other.contains("--accent: \(AccentColor.text(AccentColor(light: 0x8A1C5C).dark));"))
    #expect(standard.contains("--accent: #0072b2;"))
    let differing = zip(standard.split(separator: "\n"), other.split(separator: "\n")).filter { $0 != $1 }
    #expect(differing.count == 2)
  }

  @Test func `both languages have the same texts with the same values`() throws {
    let folder = try SampleReport.templates()
    let (ko, en) = (try folder.words("pages/ko"), try folder.words("pages/en"))
    #expect(ko.keys == en.keys)
  }

  @Test func `headings become one level lower`() {
    #expect(
      Headings.lowered("<h1>a</h1><h2 id=\"x\">b</h2><header><hr>")
        == "<h2>a</h2><h3 id=\"x\">b</h3><header><hr>")
    let sections = Headings.sections(in: "<h2 id=\"a\">x &amp; <i>y</i></h2><h3 id=\"b\">z</h3>")
    #expect(sections.map(\.id) == ["a"])
    #expect(sections.map(\.title) == ["x & y"])
  }
}
