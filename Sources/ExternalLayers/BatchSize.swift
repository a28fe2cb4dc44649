/// How many points are sent at once: grows until a reply takes a noticeable time, so that the time limit is one of a
/// few calls and not of a whole check.
struct BatchSize: Equatable {
  /// No exchange has more.
  static let largest = 16384
  /// What a reply may take, in seconds.
  static let replyTime = 0.25

  /// By how much it may grow at once: a few quick calls may be followed by slower ones, but a time limit is far above
  /// the time of a reply.
  static let growth = 16

  /// The number of points.
  private(set) var size = 4

  /// Learns from an exchange.
  ///
  /// One that was not nearly full says little about how many would fit, since each costs a fixed time, too.
  mutating func adjust(_ count: Int, seconds: Double) {
    let fitting = Int(min(Double(Self.largest), Double(count) * Self.replyTime / max(seconds, 1e-6)))
    let wanted = seconds > Self.replyTime || 4 * count >= size ? fitting : max(size, fitting)
    size = max(1, min(wanted, Self.growth * size))
  }
}
