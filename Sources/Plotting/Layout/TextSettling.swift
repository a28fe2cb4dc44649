/// The last care for texts that are longer than their author thought of: names from users' files and layers.
extension DisplayList {
  /// Shortens texts that leave the figure or lie on one that was drawn before; what has no room even then goes.
  mutating func settleTexts(measuring measurer: any TextMeasurer) {
    let page = LayoutAudit.page(size)
    var taken: [LayoutAudit.LabelBox] = []
    commands = commands.compactMap { command in
      guard case .text(let run) = command else { return command }
      var own = run
      for share in [1.0, 0.75, 0.5, 0.35, 0.2, 0.1] {
        if share < 1 {
          let width = measurer.measure(run.string, run.style).width * share
          own.string = TextWrap.shortened(run.string, style: run.style, width: width, measurer: measurer)
        }
        if own.string.isEmpty || own.string == "…" { return nil }
        let box = LayoutAudit.labelBox(of: own, measuring: measurer)
        guard page.contains(box.bounds),
          !taken.contains(where: { $0.bounds.intersects(box.bounds) && $0.overlaps(box) })
        else { continue }
        taken.append(box)
        return .text(own)
      }
      return nil
    }
  }
}
