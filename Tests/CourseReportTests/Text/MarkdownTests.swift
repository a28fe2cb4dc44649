import Testing

@testable import CourseReport

/// The everyday part of CommonMark; the examples are from its specification (version 0.31) where it has them.
@Suite struct MarkdownTests {
  @Test(arguments: [
    ("aaa\n\nbbb", "<p>aaa</p>\n<p>bbb</p>"), ("aaa\nbbb", "<p>aaa\nbbb</p>"),
    ("foo  \nbaz", "<p>foo<br>\nbaz</p>"),
    ("foo\\\nbaz", "<p>foo<br>\nbaz</p>"), ("# foo", "<h3>foo</h3>"), ("### foo ###", "<h3>foo</h3>"),
    ("#5 bolt", "<p>#5 bolt</p>"), ("Foo\n===", "<h3>Foo</h3>"), ("***", "<hr>"), ("- - -", "<hr>"),
    ("    a simple\n      indented", "<pre tabindex=\"0\"><code>a simple\n  indented\n</code></pre>"),
    ("```\n<\n >\n```", "<pre tabindex=\"0\"><code>&lt;\n &gt;\n</code></pre>"),
    ("~~~ruby\ndef\n~~~", "<pre tabindex=\"0\"><code>def\n</code></pre>"),
    ("> # Foo\n> bar\n> baz", "<blockquote>\n<h3>Foo</h3>\n<p>bar\nbaz</p>\n</blockquote>"),
    ("> bar\nbaz", "<blockquote>\n<p>bar\nbaz</p>\n</blockquote>"),
    ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    ("- a\n\n- b", "<ul>\n<li><p>a</p></li>\n<li><p>b</p></li>\n</ul>"),
    ("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>"),
    ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul></li>\n</ul>"),
    ("The number is\n14.  x", "<p>The number is\n14.  x</p>"),
    ("- a\n+ b", "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>"),
  ])
  func `blocks`(markdown: String, html: String) { #expect(Markdown.html(markdown) == html) }

  @Test(arguments: [
    ("# a\n## b\n# c", [3, 4, 3]), ("## a\n## b", [3, 3]), ("## a\n#### b\n### c\n## d", [3, 4, 4, 3]),
    ("### a\n# b\n## c", [3, 3, 4]), ("> ## a\n\n- #### b", [3, 4]), ("###### a\n\nb\n---", [3, 3]),
  ])
  func `headings leave no level out, whatever level the writer begins with`(markdown: String, levels: [Int]) {
    let found = Markdown.html(markdown).matches(of: /<h([1-6])>/).compactMap { Int($0.1) }
    #expect(found == levels)
  }

  @Test(arguments: [
    ("*foo bar*", "<em>foo bar</em>"), ("a * foo bar*", "a * foo bar*"), ("foo*bar*", "foo<em>bar</em>"),
    ("foo_bar_", "foo_bar_"), ("**foo bar**", "<strong>foo bar</strong>"),
    ("***foo***", "<em><strong>foo</strong></em>"),
    ("*foo**bar**baz*", "<em>foo<strong>bar</strong>baz</em>"), ("**foo*", "*<em>foo</em>"),
    ("_(bar)_.", "<em>(bar)</em>."),
    ("`` foo ` bar ``", "<code>foo ` bar</code>"), ("`<b>`", "<code>&lt;b&gt;</code>"), ("\\*not*", "*not*"),
    ("[link](https://a.b/c?d=1&e)", "<a href=\"https://a.b/c?d=1&amp;e\" rel=\"noreferrer\">link</a>"),
    ("[*x*](#fig \"t\")", "<a href=\"#fig\"><em>x</em></a>"),
    ("<https://a.b>", "<a href=\"https://a.b\" rel=\"noreferrer\">https://a.b</a>"),
    ("[link] (x)", "[link] (x)"), ("가중치 **W**와", "가중치 <strong>W</strong>와"),
  ])
  func `text within a block`(markdown: String, html: String) {
    #expect(Markdown.html(markdown) == "<p>\(html)</p>")
  }

  @Test(arguments: [
    ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    ("[x](javascript:alert(1))", "<p>x</p>"), ("[x](http://a.b)", "<p>x</p>"),
    ("[x](data:text/html,x)", "<p>x</p>"),
    ("![alt](https://a.b/c.png)", "<p>alt</p>"),
    ("[x](https://a\"onclick=\"b)", "<p><a href=\"https://a%22onclick=%22b\" rel=\"noreferrer\">x</a></p>"),
    ("<img src=x onerror=y>", "<p>&lt;img src=x onerror=y&gt;</p>"), ("&lt;", "<p>&amp;lt;</p>"),
  ])
  func `nothing but text and safe links comes through`(markdown: String, html: String) {
    #expect(Markdown.html(markdown) == html)
  }

  @Test func `deep nesting and long runs end`() {
    #expect(!Markdown.html(String(repeating: ">", count: 2000) + "x").isEmpty)
    #expect(!Markdown.html(String(repeating: "- ", count: 2000) + "x").isEmpty)
    #expect(Markdown.html(String(repeating: "*a ", count: 2000)).hasPrefix("<p>*a"))
    #expect(!Markdown.html(String(repeating: "[", count: 4000)).isEmpty)
  }
}
