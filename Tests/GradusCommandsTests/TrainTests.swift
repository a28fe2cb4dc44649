import Foundation
import Testing

/// `gradus train`, and what other commands do with what it leaves.
struct TrainTests {
  @Test func `parameters that were saved can be checked`() throws {
    let workspace = try Workspace()
    // A few epochs: where nothing is left to learn, nothing but rounding is left to check.
    try workspace.write("training: {epochs: 3}\n", to: "course.yaml")
    let trained = try Program.run(["train", "course.yaml", "--save", "model.json"], in: workspace.root)
    #expect(trained.code == 0 && trained.output.contains("epochs"))
    try workspace.write(
      "subjects: [{name: trained, network: {input: {normal: [6, 4]}, parameters: model.json}}]\n", to: "checks.yaml")
    let checked = try Program.run(["check", "--config", "checks.yaml"], in: workspace.root)
    #expect(checked.code == 0, "\(checked.output)\(checked.errors)")
  }

  @Test func `a report goes on from saved parameters`() throws {
    let workspace = try Workspace()
    try Program.run(["train", "--save", "model.json", "-q"], in: workspace.root)
    try workspace.write(
      "network: {parameters: model.json}\ntraining: {epochs: 1}\n", to: "course.yaml")
    let run = try Program.run(["train", "course.yaml", "--output", "run"], in: workspace.root)
    #expect(run.code == 0, "\(run.errors)")
    let rows = try workspace.text("run/history.csv").split(separator: "\r\n")
    let first = try #require(rows.dropFirst().first).split(separator: ",")
    #expect(try #require(Double(first[1])) < 0.2, "it did not start from the trained parameters")
  }

  @Test func `regression learns a line from a table of one's own`() throws {
    let workspace = try Workspace()
    var table = "\u{FEFF}\"x, first\",y,cost\r\n"
    for row in 0..<60 {
      let (x, y) = (Double(row % 10), Double(row / 10))
      table += "\(x),\(y),\(3 * x - 2 * y + 1)\r\n"
    }
    try workspace.write(table, to: "data.csv")
    try workspace.write(
      """
      dataset: {csv: data.csv, label: cost}
      network: {layers: [{dense: 1}], loss: squared-error}
      training: {optimizer: {sgd: {rate: 0.05}}, epochs: 100, batch: 10}

      """, to: "course.yaml")
    let run = try Program.run(["train", "course.yaml", "--output", "run"], in: workspace.root)
    #expect(run.code == 0, "\(run.errors)")
    let last = try #require(workspace.text("run/history.csv").split(separator: "\r\n").last).split(separator: ",")
    #expect(try #require(Double(last[1])) < 1e-10)
  }

  @Test func `training that diverges says so, and leaves its history`() throws {
    let workspace = try Workspace()
    try workspace.write(
      "dataset: {csv: data.csv, label: y}\nnetwork: {layers: [{dense: 1}], loss: squared-error}\n"
        + "training: {optimizer: {sgd: {rate: 100}}, epochs: 500}\n", to: "course.yaml")
    try workspace.write("x,y\n" + (0..<40).map { "\($0),\($0)\n" }.joined(), to: "data.csv")
    let run = try Program.run(["train", "course.yaml", "--output", "run"], in: workspace.root)
    #expect(run.code == 65)
    #expect(run.errors.contains("diverged in epoch") && run.errors.contains("learning rate"))
    #expect(try workspace.text("run/history.csv").split(separator: "\r\n").count > 1)
  }

  @Test func `a history can be drawn`() throws {
    let workspace = try Workspace()
    try Program.run(["train", "--output", "run", "-q"], in: workspace.root)
    for (file, start) in [("history.svg", "<svg"), ("history.png", "\u{89}PNG")] {
      let run = try Program.run(["plot", "--csv", "run/history.csv", "--output", file], in: workspace.root)
      #expect(run.code == 0, "\(run.errors)")
      let bytes = try Data(contentsOf: URL(fileURLWithPath: workspace.path(file)))
      #expect(String(decoding: bytes.prefix(300), as: Unicode.UTF8.self).contains(start == "<svg" ? start : "PNG"))
    }
  }
}
