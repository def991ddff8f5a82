/// An error in the tool's own words: what is wrong, with what, and the way out.
struct Report: Error {
  /// A name that programs can rely on, such as `multiple-heads`.
  var code: String
  var message: String
  var hints: [String] = []
  /// The revisions that it is about, whole and sorted.
  var ids: [String] = []
  var status = ExitStatus.failure

  init(_ code: Code, _ message: String, hints: [String] = [], ids: [String] = []) {
    self.code = code.rawValue
    self.message = message
    self.hints = hints
    self.ids = ids
    if code == .usage { status = .usage }
  }

  /// What the process ends with.
  enum ExitStatus: Int32 {
    case failure = 1
    case usage = 64
  }

  /// The kinds of errors. They are part of what other programs read: add to them, rename none.
  enum Code: String {
    case usage
    case configuration
    case unknownRevision = "unknown-revision"
    case ambiguousRevision = "ambiguous-revision"
    case invalidRevision = "invalid-revision"
    case multipleHeads = "multiple-heads"
    case invalidGraph = "invalid-graph"
    case notReachable = "not-reachable"
    case unknownVersionRow = "unknown-version-row"
    case invalidVersionRow = "invalid-version-row"
    case notAtHead = "not-at-head"
    case script = "script"
    case compilation = "compilation"
    case irreversible
    case edited
    case journalNotProven = "journal-not-proven"
    case noSQL = "no-sql"
    case revisionFailed = "revision-failed"
    case database
    case interrupted
    case busy
    case fileExists = "file-exists"
    case file
    case hook
    case git
    case internalError = "internal"
  }
}

/// A domain's error that knows how to be worded.
protocol Reportable: Error {
  /// The error in the tool's words.
  var report: Report { get }
}
