package import Revisions

/// Why no operations can be had at all.
package enum ScriptLoadError: Error, Hashable, Sendable {
  /// There is no compiler, and these revisions are not compiled yet.
  case compilerNotFound(revisions: [RevisionID])
  /// The compiler cannot be run, with what it said.
  case compilerUnusable(path: String, message: String)
  /// The compiler was stopped by a signal from outside; or, where that is nil, ended in failure without a word.
  case compilerStopped(path: String, signal: CInt?)
  /// The compiler does not take the `Revisions` module of this build: it is another version, or the module is damaged.
  case moduleUnusable(compiler: String, version: String, modules: String, message: String)
  /// The `Revisions` module was built after the executable that is running, so that they may not fit.
  case moduleNewerThanExecutable(modules: String, executable: String)
  /// The `Revisions` module is in none of the places where it could be.
  case moduleNotFound(searched: [String])
  /// A support file does not compile, and it is part of every group.
  case supportFilesDoNotCompile(CompilerReport)
  /// A support file changed while scripts were compiled with it.
  case supportFileChanged(path: String)
  /// Neither the cache nor a temporary folder can be written.
  case cannotWrite(errno: CInt)
  /// The system does not say which executable is running.
  case engineUnknown
  /// A compiled object cannot be loaded, with what the system said.
  case objectNotLoadable(path: String, message: String)
}

/// Why the operations of one script cannot be had.
package struct ScriptFailure: Error, Hashable, Sendable {
  /// The script: an absolute path, or, where a commit is named, the path from the top of its tree.
  package let path: String
  /// The commit that has the script so; nil for one that stands on this machine.
  package var commit: GitObjectID?
  /// The revisions in it that were asked for.
  package let revisions: [RevisionID]
  /// What is wrong.
  package let reason: Reason

  /// What can be wrong with a script that could be listed.
  package enum Reason: Hashable, Sendable {
    /// The compiler refused it.
    case doesNotCompile(CompilerReport)
    /// It cannot be read, or its sections are wrong.
    case unreadable(ScriptProblems)
    /// The compiled revision says something else of itself than the text does.
    case metadataDisagrees(scanned: RevisionMetadata, compiled: RevisionMetadata)
  }
}

/// What the compiler said.
package struct CompilerReport: Hashable, Sendable {
  /// All of it, as it stands.
  package let text: String
  /// The messages in it.
  package let diagnostics: [Diagnostic]

  /// Whether something is wrong that has no place in any file.
  var hasErrorOutsideFiles: Bool {
    text.hasPrefix("error: ") || text.contains("\nerror: ") || text.contains("<unknown>:0: error: ")
  }

  /// A message about a place.
  package struct Diagnostic: Hashable, Sendable {
    package let path: String
    package let position: ScriptPosition
    package let severity: Severity
    package let message: String
  }

  /// How bad a message is.
  package enum Severity: String, Hashable, Sendable {
    case error, warning, note, remark
  }
}

extension CompilerReport {
  /// Reads the compiler's output.
  init(_ text: String) {
    self.text = text
    diagnostics = text.split(whereSeparator: \.isNewline).compactMap { Diagnostic($0) }
  }
}

extension CompilerReport.Diagnostic {
  /// Reads `path:line:column: severity: message`; nil for a line that says something else.
  init?(_ line: Substring) {
    guard line.utf8.first == UInt8(ascii: "/") else { return nil }
    // A path may hold a colon: the severity is what tells where it ends.
    var colon = line.startIndex
    while let start = line[colon...].firstRange(of: ": ")?.lowerBound {
      let rest = line[line.index(start, offsetBy: 2)...]
      if let end = rest.firstRange(of: ": ")?.lowerBound,
        let severity = CompilerReport.Severity(rawValue: String(rest[..<end]))
      {
        let place = line[..<start].split(separator: ":", omittingEmptySubsequences: false)
        guard place.count >= 3, let row = Int(place[place.count - 2]), let column = Int(place[place.count - 1]) else {
          return nil
        }
        path = place.dropLast(2).joined(separator: ":")
        position = ScriptPosition(line: row, column: column)
        self.severity = severity
        message = String(rest[rest.index(end, offsetBy: 2)...])
        return
      }
      colon = line.index(after: start)
    }
    return nil
  }
}
