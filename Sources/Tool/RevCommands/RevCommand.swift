internal import ArgumentParser
internal import MigrationExecution
internal import MigrationPlanning
internal import RevisionGraph
internal import Revisions

/// A command: what it takes from the command line, and what it does in a session.
protocol RevCommand: AsyncParsableCommand {
  var global: GlobalOptions { get }

  /// Does what the command is for.
  func run(in session: Session) async throws
}

extension RevCommand {
  mutating func run() async throws {
    let terminal = Terminal(color: global.color, isQuiet: global.quiet)
    let session = Session(global, terminal)
    // The process ends with the command; to free what it knows of thousands of scripts first would only take time.
    _ = Unmanaged.passRetained(session)
    do {
      try await run(in: session)
    } catch let code as ExitCode {
      throw code
    } catch {
      throw CommandFailure(report: session.report(of: error), terminal: terminal)
    }
  }
}

extension Session {
  /// Any error in the tool's words, with what git knows of it.
  func report(of error: any Error) -> Report {
    let report = worded(error)
    return report.code == Report.Code.unknownVersionRow.rawValue ? locatingLostRows(report) : report
  }

  private func worded(_ error: any Error) -> Report {
    switch error {
    case let report as Report: report
    case let error as GraphError: error.report(path: scriptPath)
    case let error as ExecutionError: error.report(path: scriptPath)
    case let error as any Reportable: error.report
    case is CancellationError: DatabaseError(kind: .interrupted, message: "interrupted", code: "").report
    default: Report(.internalError, "\(error)", hints: ["this is a mistake in rev itself: please report it"])
    }
  }
}
