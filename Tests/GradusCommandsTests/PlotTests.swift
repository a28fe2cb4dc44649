import CheckCommand
import Foundation
import Networks
import Plotting
import Testing

@testable import GradusCommands

/// `gradus plot --csv`: anybody's training log becomes a figure.
struct PlotTests {
  private func log(_ text: String) throws -> TrainingLog {
    let workspace = try Workspace()
    try workspace.write(text, to: "log.csv")
    return try TrainingLog(file: workspace.root + "/log.csv")
  }

  private func lines(_ log: TrainingLog) -> [LineMark] {
    LogFigure(log).chart.marks.compactMap { if case .line(let line) = $0 { line } else { nil } }
  }

  @Test func `the first column is across, every other column of numbers is a line with its name`() throws {
    let log = try log("epoch,loss,note,accuracy\n0,2,start,0.5\n1,1.5,,0.6\n2,1,end,0.8\n")
    #expect(log.x.name == "epoch" && log.x.values == [0, 1, 2])
    #expect(lines(log).map(\.label) == ["loss", "accuracy"])
    #expect(lines(log)[0].points == [Point(0, 2), Point(1, 1.5), Point(2, 1)])
  }

  @Test(arguments: [
    "time,loss\n2026-01-05 10:00,1\n2026-01-05 10:01,2\n2026-01-05 10:02,4\n", "loss\n1\n2\n4\n",
  ])
  func `without numbers to go across the rows are counted`(text: String) throws {
    let log = try log(text)
    #expect(log.x.name == "row" && log.x.values == [1, 2, 3])
    #expect(log.lines.map(\.values) == [[1, 2, 4]])
  }

  @Test func `columns of one name are told apart by numbers`() throws {
    let log = try log("step,loss,loss,loss (2),loss\n0,2,3,4,5\n1,1,2,3,4\n")
    #expect(lines(log).map(\.label) == ["loss", "loss (2)", "loss (2) (2)", "loss (3)"])
    #expect(lines(log).map { $0.points[0].y } == [2, 3, 4, 5])
  }

  @Test(arguments: ["", "NaN", "nan", "N/A", "none", "null", "-", "  "])
  func `a missing value is a gap in the line`(field: String) throws {
    let log = try log("x,y\n0,1\n1,\(field)\n2,3\n3,4\n")
    let points = try #require(lines(log).first).points
    #expect(points.map(\.x) == [0, 1, 2, 3])
    #expect(points[1].y.isNaN && points[2].y == 3)
  }

  @Test func `a column that was measured now and then is joined over its gaps`() throws {
    let log = try log("x,y,v\n0,1,9\n1,2,\n2,3,\n3,4,7\n4,5,\n5,6,\n6,7,5\n")
    #expect(lines(log)[1].points == [Point(0, 9), Point(3, 7), Point(6, 5)])
  }

  @Test(arguments: [("1,0.5,0.011", false), ("1,0.1,0.009", true), ("100,1,-2", false), ("5,5,5", false)])
  func `the axis is logarithmic where positive numbers span more than two powers of ten`(
    values: String, isLogarithmic: Bool
  ) throws {
    let rows = values.split(separator: ",").enumerated().map { "\($0.offset),\($0.element)\n" }
    let log = try log("x,y\n" + rows.joined())
    #expect(LogFigure(log).isLogarithmic == isLogarithmic)
    #expect((LogFigure(log).chart.y.kind == .logarithmic) == isLogarithmic)
  }

  @Test(arguments: [(1e-5, true), (1e-3, false)])
  func `zeros at the end of a long fall do not hide it`(last: Double, isLogarithmic: Bool) throws {
    let log = try log("x,y\n0,1\n1,0.01\n2,\(last)\n3,0\n4,0\n")
    #expect(LogFigure(log).isLogarithmic == isLogarithmic)
    #expect(try #require(lines(log).first).points.map(\.y) == [1, 0.01, last, 0, 0])
  }

  @Test func `rows in any order are drawn from left to right`() throws {
    let log = try log("step,loss\n2,0.5\n0,2\n1,1\n3,0.25\n1,0.9\n")
    #expect(
      lines(log)[0].points == [Point(0, 2), Point(1, 1), Point(1, 0.9), Point(2, 0.5), Point(3, 0.25)])
  }

  @Test func `a line that went through infinity is not joined over it`() throws {
    let points = lines(try log("x,y\n0,1\n1,inf\n2,nan\n3,nan\n4,-inf\n5,0.5\n6,0.4\n"))[0].points
    #expect(points.count == 7)
    #expect(points.map(\.y.isFinite) == [true, false, false, false, false, true, true])
  }

  @Test(arguments: ["epoch\tloss\n1\t0.5\n2\t0.4\n", "epoch;loss\n1;0,5\n2;0,4\n"])
  func `tabs and semicolons part columns too`(text: String) throws {
    let log = try log(text)
    #expect(log.x.name == "epoch" && log.lines.map(\.name) == ["loss"])
    #expect(log.lines[0].values == [0.5, 0.4])
  }

  @Test func `a file without names of columns is told of`() throws {
    #expect(try #require(try log("1,0.5\n2,0.4\n3,0.3\n").note).contains("names of the columns"))
    #expect(try log("a,b\n2,0.4\n3,0.3\n").note == nil)
  }

  @Test func `a noisy line is smoothed, and drawn over what was measured`() throws {
    let noisy = (0..<200).map { "\($0),\(1 + Double(($0 * 7919) % 101) / 100)\n" }.joined()
    let drawn = lines(try log("x,loss\n" + noisy))
    #expect(drawn.count == 2 && drawn[0].label.isEmpty && drawn[1].label == "loss")
    let (raw, smooth) = (drawn[0], drawn[1])
    #expect(raw.width < smooth.width && raw.color.luminance > smooth.color.luminance)
    func swing(_ line: LineMark) -> Double {
      zip(line.points, line.points.dropFirst()).reduce(0) { $0 + abs($1.0.y - $1.1.y) }
    }
    #expect(swing(smooth) < 0.2 * swing(raw))
    let mean = { (line: LineMark) in line.points.reduce(0) { $0 + $1.y } / 200 }
    #expect(abs(mean(raw) - mean(smooth)) < 0.05)
  }

  @Test func `a smooth line is drawn as it is`() throws {
    let log = try log("x,y\n" + (0..<100).map { "\($0),\(1 / Double($0 + 1))\n" }.joined())
    #expect(lines(log).count == 1)
  }

  @Test func `more columns than can be told apart are counted in a note`() throws {
    let header = (0...20).map { "c\($0)" }.joined(separator: ",")
    let rows = (0..<3).map { row in (0...20).map { "\(row + $0)" }.joined(separator: ",") + "\n" }.joined()
    let log = try log(header + "\n" + rows)
    #expect(log.lines.count == TrainingLog.mostLines)
    #expect(try #require(log.note).contains("12 of 20"))
  }

  @Test func `a file without numbers is an error that says so`() throws {
    #expect(throws: CommandFailure.self) { try self.log("a,b\nx,y\nz,w\n") }
  }

  @Test func `many rows make a small file with every peak`() throws {
    let workspace = try Workspace()
    var text = "step,loss\n"
    for row in 0..<100_000 { text += "\(row),\(row == 77_777 ? 9 : 1 + Double(row % 3) / 10)\n" }
    try workspace.write(text, to: "log.csv")
    let run = try Program.run(["plot", "--csv", "log.csv", "--output", "log.svg"], in: workspace.root)
    #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
    let svg = try workspace.text("log.svg")
    #expect(svg.utf8.count < 200_000)
    #expect(svg.contains("<desc") && svg.contains("loss against step, 100000 rows"))
  }

  @Test(arguments: [
    (["plot"], Int32(64), "expected"), (["plot", "neg-log-q", "--output", "a.svg"], 64, "did you mean 'neg-log-p'"),
    (["plot", "--csv", "none.csv"], 66, "none.csv"), (["plot", "--csv", "bad.csv"], 65, "bad.csv"),
    (["plot", "--csv", "log.csv", "--output", "a.gif"], 64, ".svg or .png"),
    (["plot", "--csv", "log.csv", "--output", "no/such/folder/a.svg"], 73, "no/such/folder"),
  ])
  func `what cannot be drawn is told in a sentence, and leaves no file`(arguments: [String], code: Int32, part: String)
    throws
  {
    let workspace = try Workspace()
    try workspace.write("x,y\n0,1\n1,2\n", to: "log.csv")
    try workspace.write("x,y\n0,1\n1,2,3\n", to: "bad.csv")
    let run = try Program.run(arguments, in: workspace.root)
    #expect(run.code == code, "\(run.errors)")
    #expect(try #require(run.sentence).contains(part), "\(run.errors)")
    let left = try FileManager.default.contentsOfDirectory(atPath: workspace.root).sorted()
    #expect(left == ["bad.csv", "log.csv"])
  }
}
