import Foundation
import GradientChecking
import Testing

/// The example worker in another language keeps to the protocol document, so the document is enough to write one.
struct PerlWorkerTests {
  private static let examples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Examples/workers").standardizedFileURL

  private static func results(replacing find: String = "", with replacement: String = "") throws -> [SubjectResult] {
    let program = try String(contentsOf: examples.appending(path: "affine.pl"), encoding: .utf8)
    #expect(find.isEmpty || program.contains(find))
    let folder = try TemporaryFolder(["affine.pl": program.replacing(find, with: replacement)])
    return try folder.check(String(contentsOf: examples.appending(path: "affine.yaml"), encoding: .utf8))
  }

  @Test func `affine in Perl passes in every array`() throws {
    let result = try #require(try Self.results().first)
    #expect(result.verdict == .pass, "\(result.message)")
    #expect(result.arrays.map(\.name) == ["x", "w", "b"])
    #expect(result.arrays.map(\.checked) == [6, 8, 4])
    // It does not know `lines`: the probe goes through `values`.
    #expect(result.differentiability == .smooth)
  }

  @Test(arguments: [1, 4]) func `one that is sent requests ahead gives the same results`(jobs: Int) throws {
    let program = try String(contentsOf: Self.examples.appending(path: "affine.pl"), encoding: .utf8)
    let ahead = program.replacing("protocol => 1}", with: "protocol => 1, ahead => JSON::PP::true}").replacing(
      "my $text = encode_json($reply);",
      with: "$reply->{number} = $number if defined $number; my $text = encode_json($reply);"
    ).replacing(
      "my ($reply, @numbers) = answer(decode_json($header), $body);",
      with: "my $request = decode_json($header); my $number = $request->{number};"
        + " my ($reply, @numbers) = answer($request, $body);")
    #expect(ahead.contains("ahead") && ahead.contains("= $number") && ahead.contains("answer($request"))
    let folder = try TemporaryFolder(["affine.pl": program, "ahead.pl": ahead])
    var options = CheckOptions()
    options.jobs = jobs
    let inputs = "inputs: {x: {normal: [7, 40]}, w: {normal: [40, 30]}, b: {normal: [30]}}"
    let results = try ["affine.pl", "ahead.pl"].flatMap {
      try folder.check("subjects: [{name: affine, worker: [perl, \($0)], \(inputs)}]\n", options: options)
    }
    try #require(results.count == 2)
    #expect(results[0].verdict == .pass)
    #expect("\(results[0].arrays)" == "\(results[1].arrays)")
  }

  @Test func `a mistake in it is found and named`() throws {
    let result = try #require(
      try Self.results(replacing: "$gradient[$b + $j] += $upstream", with: "$gradient[$b + $j] -= $upstream").first)
    #expect(result.verdict == .fail)
    #expect(result.arrays.filter { $0.verdict == .fail }.map(\.name) == ["b"])
    #expect(result.codes.contains(.sign))
  }

  @Test(arguments: [
    ("return {reply => 'responses'}, @found;", "return {reply => 'responses'}, @found, 1;", "expected"),
    ("return {reply => 'responses'}, @found;", "return {reply => 'responses'}, @found[1 .. $#found];", "expected"),
    ("return {reply => 'values'}, map", "return {reply => 'values'}, 0, map", "expected"),
    ("return {reply => 'values'}, map", "return {reply => 17}, map", "cannot be read"),
    ("outputs => [[", "outputs => [[-1], [", "expected"),
    ("{reply => 'hello', protocol => 1}", "{reply => 'hello', protocol => 2}", "version 2"),
  ]) func `a reply of another length, kind or version is an error`(find: String, replacement: String, words: String)
    throws
  {
    let result = try #require(try Self.results(replacing: find, with: replacement).first)
    #expect(result.verdict == .error)
    let error = try #require(result.error)
    #expect(error.type == "protocol")
    #expect(error.message.contains(words), "\(error.message)")
  }

  @Test func `an error that it replies is the subject's`() throws {
    let folder = try TemporaryFolder([
      "affine.pl": try String(contentsOf: Self.examples.appending(path: "affine.pl"), encoding: .utf8)
    ])
    let result = try #require(
      try folder.check("subjects: [{name: a, worker: [perl, affine.pl], inputs: {x: {normal: [3, 2]}}}]\n").first)
    #expect(result.error?.type == "arguments")
    #expect(result.message.contains("'w'"))
  }
}
