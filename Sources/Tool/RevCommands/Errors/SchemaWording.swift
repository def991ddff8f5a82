internal import Autogenerate
internal import Dialects
internal import Glibc
internal import Revisions
internal import ScriptRepository

extension SchemaLoadError: Reportable {
  var report: Report {
    switch self {
    case .doesNotCompile(let said):
      Report(.compilation, "the declared schema does not compile:\n\n\(said.text)")
    case .declaresNone(let path):
      Report(
        .script, "\(Session.displayed(path)) declares no schema",
        hints: ["write: let schema = Schema { … }"])
    case .unreadable(let path, let errno):
      Report(.file, "cannot read \(Session.displayed(path)): \(String(cString: strerror(errno)))")
    case .noSwiftFiles(let folder):
      Report(.file, "there is no Swift file in \(Session.displayed(folder))")
    case .compilerNotFound(let path):
      Report(
        .compilation, "\(Session.displayed(path)) has to be compiled, and there is no Swift compiler",
        hints: ["put swiftc on the PATH, or name it in REV_SWIFTC"])
    }
  }
}

extension ReplayError: Reportable {
  var report: Report {
    let what =
      switch problem {
      case .missing(let object): "there is no \(object) then"
      case .missingPart(let part, let type): "\(type) has no '\(part)' then"
      case .alreadyThere(let object): "there is a \(object) already"
      case .partAlreadyThere(let part, let type): "\(type) has '\(part)' already"
      case .impossible(let object): "\(object) cannot be changed like that"
      case .irreversible(let reason): reason
      case .refused(let error): error.message
      }
    return Report(
      .script, "\(Session.displayed(location.file)):\(location.line): \(operation): \(what)",
      hints: ["the schema is worked out from the operations, from base on"])
  }
}

extension UnfollowedOperation {
  /// The operation as a sentence has it.
  var words: String {
    let what =
      switch self.what {
      case .sql(let statement): "SQL: \(statement.prefix(60))\(statement.count > 60 ? "…" : "")"
      case .live(let label): "Live: \(label)"
      case .cascade(let object): "what goes with \(object)"
      case .object(let object): "a change to \(object)"
      }
    return "\(Session.displayed(location.file)):\(location.line): \(what)"
  }
}
