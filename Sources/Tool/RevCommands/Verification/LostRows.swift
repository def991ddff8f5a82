internal import Revisions
internal import ScriptRepository

extension Session {
  /// A report about version rows that no script here has, with where git has the scripts.
  func locatingLostRows(_ report: Report) -> Report {
    // Git is asked quietly: what went wrong is that a script is not here, and that stands without it.
    guard let past = try? ScriptPast(of: repository()) else { return report }
    var report = report
    var hints: [String] = []
    for id in report.ids.map({ RevisionID($0) }) {
      if let path = (try? past.pathInHead(of: id)) ?? nil {
        report.message += "\n       HEAD has \(id) (\(path)), and the work tree does not"
        hints.append("rev verify --restore \(id) brings its script back")
        continue
      }
      guard let sighting = (try? past.history.lastSeen(revision: id)) ?? nil else { continue }
      let change = (try? past.history.introduction(of: sighting.blob)) ?? nil
      let origin = (change?.commit ?? sighting.commit).words
      if let branch = sighting.branch, sighting.removedBy == nil {
        report.message += "\n       branch \(branch) has \(id) (\(sighting.path)), from \(origin)"
        hints.append("rev switch --from \(branch) takes the database from there to what is checked out here")
      } else {
        report.message += "\n       \(id) was \(sighting.path), from \(origin)"
        if let removal = sighting.removedBy { report.message += "\n       removed in \(removal.words)" }
        hints.append("rev verify --restore \(id) brings its script back")
      }
    }
    guard !hints.isEmpty else {
      if past.git.isShallow { report.hints.insert("git fetch --unshallow brings the history that may have it", at: 1) }
      return report
    }
    // Where git knows, the usual causes need no guessing.
    report.hints = Array(Set(hints)).sorted() + report.hints.dropFirst()
    return report
  }
}
