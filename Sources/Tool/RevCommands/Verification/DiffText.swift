internal import ScriptRepository

/// A difference of texts in the form of `diff -u`, which `patch` takes.
struct DiffText {
  let diff: TextDiff
  /// The script's path.
  let path: String
  /// What the former text is.
  var former = "as applied"
  let colors: Bool

  /// The lines, each with its end.
  var text: String {
    var text = Style.removed.applied(to: "--- \(path)\t\(former)", colors) + "\n"
    text += Style.added.applied(to: "+++ \(path)\tnow", colors) + "\n"
    for hunk in diff.hunks {
      let place = "@@ -\(range(hunk.oldStart, hunk.oldCount)) +\(range(hunk.newStart, hunk.newCount)) @@"
      text += Style.hunk.applied(to: place, colors) + "\n"
      for line in hunk.lines {
        switch line.kind {
        case .context: text += " \(line.text)\n"
        case .removed: text += Style.removed.applied(to: "-\(line.text)", colors) + "\n"
        case .added: text += Style.added.applied(to: "+\(line.text)", colors) + "\n"
        }
        if line.lacksNewline { text += "\\ No newline at end of file\n" }
      }
    }
    return text
  }

  private func range(_ start: Int, _ count: Int) -> String { count == 1 ? "\(start)" : "\(start),\(count)" }
}
