import Testing

@testable import CourseReport

/// A Korean word with a bracket, a quotation mark or a hyphen in it stays on one line.
@Suite struct KoreanLineBreaksTests {
  @Test(arguments: [
    ("비트(bit)와 내트", "비트~(bit)~와 내트"),
    ("<dfn>비트</dfn>(bit)", "<dfn>비트</dfn>~(bit)"),
    ("식 <a href=\"#x\">(1.1)</a>에서", "식 <a href=\"#x\">(1.1)</a>~에서"),
    ("“바뀐다”는 말", "“바뀐다”~는 말"),
    ("원-핫 벡터", "원-~핫 벡터"),
    ("1 − 2 (a) 그리고 f(x) = x", "1 − 2 (a) 그리고 f(x) = x"),
    ("<td>값</td><td>(없음)</td>", "<td>값</td><td>(없음)</td>"),
    ("<img alt=\"점(가)나\">", "<img alt=\"점(가)나\">"),
    ("<pre>값(가)나</pre><math><mi>가</mi>(</math>", "<pre>값(가)나</pre><math><mi>가</mi>(</math>"),
  ])
  func `word joiners stand where browsers would break a word`(text: String, joined: String) {
    let page = KoreanLineBreaks.joined("<head><title>값(가)나</title></head><body><p>\(text)</p></body>")
    let expected = joined.replacing("~", with: "\u{2060}")
    #expect(page == "<head><title>값(가)나</title></head><body><p>\(expected)</p></body>")
  }
}
