import CheckerCalibration
import Testing

struct PointSweepTests {
  @Test func `no right layer or loss fails at random points or on whole numbers, with ties and on kinks`() {
    let rows = PointSweep.run(points: 40)
    #expect(rows.count == 28)
    for row in rows {
      #expect(row.failed == 0, "\(row.misses.prefix(3))")
      #expect(row.passed * 10 >= row.points * 8, "\(row.name): \(row.undecided) of \(row.points) stay open")
    }
    // Whole numbers do put pooling and ReLU on their kinks.
    let kinks = Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.kinks) })
    #expect(kinks["max-pooling", default: 0] > 100 && kinks["relu", default: 0] > 100)
  }
}
