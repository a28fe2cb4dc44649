import Foundation
import GradientChecking
import Records
import Testing

@testable import ExternalLayers

/// Requests that are sent before the reply to the one before has come.
struct TurnOrderTests {
  /// Replies to `echo` with the body; `wait` is answered when the next request is there, `die` never; `wrong` gets the
  /// number of another request, `twice` two replies.
  private static let program = """
    use strict; use warnings; use JSON::PP; use IO::Select;
    binmode STDIN; binmode STDOUT; $| = 1;
    my $input = IO::Select->new(\\*STDIN);
    sub get { my $all = ''; while (length $all < $_[0]) { sysread(STDIN, $all, $_[0] - length $all, length $all) or exit } $all }
    while (1) {
      my ($magic, $header_length, $body_length) = unpack('a4 L< Q<', get(16));
      my $header = decode_json(get($header_length));
      my $body = get($body_length);
      my $kind = $header->{request};
      my $reply = {reply => $kind, protocol => 1, ahead => JSON::PP::true};
      $reply->{number} = $header->{number} if exists $header->{number};
      if ($kind eq 'wait' || $kind eq 'die') {
        $body = pack('d<', $input->can_read(60) ? 1 : 0);
        exit 3 if $kind eq 'die';
      }
      $reply->{number}++ if $kind eq 'wrong';
      my $text = encode_json($reply);
      for (1 .. ($kind eq 'twice' ? 2 : 1)) {
        syswrite(STDOUT, pack('a4 L< Q<', 'GRD1', length($text), length($body)) . $text . $body);
      }
    }
    """

  private static func makeWorker() -> Worker {
    Worker(WorkerCommand(executable: "perl", arguments: ["-e", program]))
  }

  /// What a request of a kind is answered with.
  private static func ask(
    _ worker: Worker, _ kind: String, _ numbers: [Double] = [], opened: Int? = 1
  ) throws(SubjectError) -> Worker.Answer {
    let number = worker.makeNumber()
    let header = JSONValue.object {
      $0.add("request", text: kind)
      if let number { $0.add("number", integer: number) }
    }
    var body = Data()
    body.append(numbers: numbers)
    let opening = Frame(header: Data(#"{"request": "open"}"#.utf8), body: Data())
    return try worker.request(
      Frame(header: Data(header.compactText.utf8), body: body).bytes, number: number, timeout: 90, opened: opened,
      opening: { opening })
  }

  /// Runs work on a thread of its own.
  private static func thread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: work()) }
    }
  }

  /// Asks for echoes for as long as another thread waits for its reply to a request.
  private static func echoes(
    _ worker: Worker, during kind: String
  ) async -> (reply: Result<[Double], SubjectError>, echoes: Result<Int, SubjectError>) {
    let isDone = Flag()
    async let reply = thread { () -> Result<[Double], SubjectError> in
      defer { isDone.set() }
      do throws(SubjectError) { return .success(try ask(worker, kind).reply.body.numbers) } catch {
        return .failure(error)
      }
    }
    async let echoes = thread { () -> Result<Int, SubjectError> in
      do throws(SubjectError) {
        while !isDone.isSet { _ = try ask(worker, "echo") }
        return .success(try ask(worker, "echo").generation)
      } catch { return .failure(error) }
    }
    return await (reply, echoes)
  }

  @Test func `the next request is there before a reply has come`() async throws {
    let worker = Self.makeWorker()
    defer { worker.end() }
    _ = try Self.ask(worker, "echo")
    let found = await Self.echoes(worker, during: "wait")
    #expect(try found.reply.get() == [1])
    #expect(try found.echoes.get() == 1)
  }

  @Test func `a request that was sent to a process which then ends is sent to the next one`() async throws {
    let worker = Self.makeWorker()
    defer { worker.end() }
    _ = try Self.ask(worker, "echo")
    let found = await Self.echoes(worker, during: "die")
    let error = #expect(throws: SubjectError.self) { try found.reply.get() }
    #expect(error?.type == "died")
    #expect(try found.echoes.get() == 2)
  }

  @Test func `who waits without anything to send has a turn, too`() async {
    let turns = TurnOrder()
    let isDone = Flag()
    // Two that always have something to send ahead would take turns with each other alone.
    async let first = Self.thread { Self.turnsTaken(turns, until: isDone) }
    async let second = Self.thread { Self.turnsTaken(turns, until: isDone) }
    await Self.thread {
      for _ in 0..<20 {
        turns.take()
        turns.give()
      }
      isDone.set()
    }
    let taken = await [first, second]
    #expect(taken.allSatisfy { $0 < Self.manyTurns })
  }

  private static let manyTurns = 500_000

  private static func turnsTaken(_ turns: TurnOrder, until isDone: Flag) -> Int {
    for count in 0..<manyTurns {
      if isDone.isSet { return count }
      _ = turns.take { true }
      turns.give()
    }
    return manyTurns
  }

  @Test(arguments: [1, 200, 40_000]) func `each of many threads gets its own reply`(size: Int) async throws {
    let worker = Self.makeWorker()
    defer { worker.end() }
    _ = try Self.ask(worker, "echo")
    await withTaskGroup(of: Void.self) { group in
      for thread in 0..<6 {
        group.addTask {
          await Self.thread {
            for round in 0..<40 {
              let numbers = (0..<size).map { Double(thread * 1000 + round * 7 + $0) }
              #expect((try? Self.ask(worker, "echo", numbers))?.reply.body.numbers == numbers)
            }
          }
        }
      }
    }
  }

  @Test(arguments: ["wrong", "twice"])
  func `a reply that belongs to no request ends the process, and the next request starts another`(kind: String) throws {
    let worker = Self.makeWorker()
    defer { worker.end() }
    _ = try Self.ask(worker, "echo")
    let error = #expect(throws: SubjectError.self) {
      _ = try Self.ask(worker, kind)
      _ = try Self.ask(worker, "echo")  // the second reply may come after the first was read
    }
    #expect(error?.type == "protocol")
    #expect(try Self.ask(worker, "echo").generation == 2)
  }
}

/// Something that happens once.
private final class Flag: @unchecked Sendable {
  private let lock = NSLock()
  private var value = false
  var isSet: Bool { lock.withLock { value } }
  func set() { lock.withLock { value = true } }
}
