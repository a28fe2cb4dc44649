import Testing

@testable import ExternalLayers

/// How many points one exchange holds.
struct BatchSizeTests {
  @Test func `it grows while replies are quick, by a factor at most, and up to a limit`() {
    var batch = BatchSize()
    var sizes = [batch.size]
    for _ in 0..<8 {
      batch.adjust(batch.size, seconds: 1e-4)
      sizes.append(batch.size)
    }
    #expect(sizes == [4, 64, 1024, 16384, 16384, 16384, 16384, 16384, 16384])
  }

  @Test func `slow code is asked for one point at a time, and for more when it is quick again`() {
    var batch = BatchSize()
    batch.adjust(4, seconds: 8)
    #expect(batch.size == 1)
    batch.adjust(1, seconds: 0.01)
    #expect(batch.size == 16)
    batch.adjust(16, seconds: 0)
    #expect(batch.size == 256)
  }

  @Test func `an exchange that was far from full does not shrink it`() {
    var batch = BatchSize()
    for _ in 0..<6 { batch.adjust(batch.size, seconds: 0.001) }
    let size = batch.size
    batch.adjust(1, seconds: 0.001)
    #expect(batch.size == size)
    batch.adjust(1, seconds: 1)
    #expect(batch.size == 1)
  }
}
