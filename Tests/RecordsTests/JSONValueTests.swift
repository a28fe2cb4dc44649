import Foundation
import Records
import Testing

/// JSON as it is written.
struct JSONValueTests {
  @Test func `a number that is not finite becomes null beside its status`() {
    let value = JSONValue.object {
      $0.add("a", number: .nan)
      $0.add("b", number: -.infinity)
      $0.add("c", number: 1e-8)
      $0.add("d", number: nil)
    }
    #expect(value.compactText == #"{"a":null,"a_status":"nan","b":null,"b_status":"-inf","c":1e-8}"#)
  }

  @Test func `a number that slips in without its status is still JSON`() {
    #expect(JSONValue.list([.number(.nan), .number(.infinity)]).text() == "[null, null]")
  }

  @Test(
    "special characters are escaped",
    arguments: [
      ("\"\\", #""\"\\""#), ("\n\r\t", #""\n\r\t""#), ("\u{0}\u{1F}\u{7F}\u{85}", #""\u0000\u001f\u007f\u0085""#),
      ("\u{2028}\u{2029}", #""\u2028\u2029""#), ("\"\u{301}", "\"\\\"\u{301}\""), ("\r\n", #""\r\n""#),
      ("경사", "\"경사\""),
    ])
  func escapes(text: String, quoted: String) {
    #expect(JSONValue.quoted(text) == quoted)
  }

  @Test func `hostile text comes back from an independent reader`() throws {
    let hostile = "a\"b\\c\n\r\n\t\u{8}\u{1B}[31m\u{2028}</script>\u{0}é\u{1F469}\u{200D}\u{1F52C}\"\u{338}"
    let value = JSONValue.object { $0.add(hostile, text: hostile) }
    for text in [value.fileText, value.compactText] {
      let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: String]
      #expect(object == [hostile: hostile])
    }
  }

  @Test func `members keep their order and both layouts say the same`() throws {
    let value = JSONValue.object {
      $0.add("z", integer: 1)
      $0.add("a", .list([.object { $0.add("inner", .flag(true)) }, .null]))
      $0.add("empty", .list([]))
      $0.add("none", .object(.init()))
      $0.add("inline", .inline(.object { $0.add("x", .list([.integer(1), .integer(2)])) }))
    }
    #expect(
      value.fileText == """
        {
          "z": 1,
          "a": [
            {
              "inner": true
            },
            null
          ],
          "empty": [],
          "none": {},
          "inline": {"x":[1,2]}
        }

        """)
    let pretty = try JSONSerialization.jsonObject(with: Data(value.fileText.utf8)) as? NSDictionary
    let compact = try JSONSerialization.jsonObject(with: Data(value.compactText.utf8)) as? NSDictionary
    #expect(pretty != nil && pretty == compact)
  }
}
