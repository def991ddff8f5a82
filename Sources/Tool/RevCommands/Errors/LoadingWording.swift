internal import Glibc
internal import Revisions
internal import ScriptRepository

extension ScriptLoadError: Reportable {
  var report: Report {
    switch self {
    case .compilerNotFound(let revisions):
      return Report(
        .compilation,
        "there is no Swift compiler here, and \(plural(revisions.count, "revision")) \(revisions.count == 1 ? "is" : "are") not compiled yet: \(shortList(revisions))",
        hints: [
          "put swiftc on the PATH, or name it in REV_SWIFTC",
          "rev bundle DIR, where there is one, makes a folder that needs none",
        ], ids: names(revisions))
    case .compilerUnusable(let path, let message):
      return Report(
        .compilation, "the compiler \(path) cannot be run: \(message)", hints: ["REV_SWIFTC names another one"])
    case .compilerStopped(let path, let signal):
      switch signal {
      case SIGINT, SIGTERM:
        return Report(.interrupted, "interrupted while scripts were compiled", hints: ["nothing was run"])
      case SIGKILL: return Report(.compilation, "the compiler \(path) was killed", hints: ["is there enough memory?"])
      case let signal?: return Report(.compilation, "the compiler \(path) was stopped by signal \(signal)")
      case nil: return Report(.compilation, "the compiler \(path) failed and said nothing")
      }
    case .moduleUnusable(let compiler, let version, let modules, let message):
      return Report(
        .compilation, "\(compiler) cannot use the module of this rev in \(modules): \(message)",
        hints: [
          "rev was built by another version of Swift: build it again with \(version), or name its compiler in REV_SWIFTC"
        ])
    case .moduleNewerThanExecutable(let modules, let executable):
      return Report(
        .compilation, "the Revisions module in \(modules) was built after \(executable), so that they may not fit",
        hints: ["build or install rev again"])
    case .moduleNotFound(let searched):
      return Report(
        .compilation,
        "the Revisions module, which scripts are compiled with, is in none of \(searched.joined(separator: ", "))",
        hints: ["Scripts/install puts it in place; REV_MODULES names another folder"])
    case .supportFilesDoNotCompile(let report):
      return Report(
        .compilation,
        "a Swift file without a revision does not compile, and it is part of every script:\n\n\(report.text)")
    case .supportFileChanged(let path):
      return Report(
        .compilation, "\(Session.displayed(path)), which is part of every script, changed while they were compiled",
        hints: ["run it again"])
    case .cannotWrite(let errno):
      return Report(
        .file, "compiled scripts can be kept nowhere: \(String(cString: strerror(errno)))",
        hints: ["XDG_CACHE_HOME and TMPDIR say where"])
    case .engineUnknown:
      return Report(.internalError, "the system does not say which executable is running", hints: ["is /proc mounted?"])
    case .objectNotLoadable(let path, let message):
      return Report(.compilation, "the compiled scripts in \(path) cannot be loaded: \(message)")
    }
  }
}

extension ScriptFailures: Reportable {
  var report: Report {
    guard failures.count > 1 else {
      return failures.first?.report ?? Report(.script, "a script cannot be loaded")
    }
    var report = Report(.compilation, "\(failures.count) scripts cannot be used")
    report.message += failures.prefix(5).map { "\n\n\($0.report.message)" }.joined()
    if failures.count > 5 { report.message += "\n\nand \(failures.count - 5) more" }
    for hint in failures.flatMap(\.report.hints) where !report.hints.contains(hint) { report.hints.append(hint) }
    report.hints = Array(report.hints.prefix(3))
    report.ids = names(failures.flatMap(\.revisions))
    return report
  }
}

extension ScriptFailure: Reportable {
  var report: Report {
    let place = Session.displayed(path) + (commit.map(\.asPlace) ?? "")
    switch reason {
    case .doesNotCompile(let said):
      return Report(
        .compilation, "\(place) does not compile:\n\n\(said.text)",
        hints: ["nothing was run; commands that need no operations, such as history, still work"], ids: names(revisions)
      )
    case .unreadable(let problems):
      return problems.report
    case .metadataDisagrees(let scanned, let compiled):
      return Report(
        .script,
        "\(place) says one thing of itself when it is read and another when it is run: \(Self.difference(scanned, compiled))",
        hints: ["id, parents, dependsOn, branchLabels, message and created are literals in the struct itself"],
        ids: names(revisions))
    }
  }

  private static func difference(_ scanned: RevisionMetadata, _ compiled: RevisionMetadata) -> String {
    let members: [(String, String, String)] = [
      ("id", scanned.id.rawValue, compiled.id.rawValue),
      ("parents", listed(scanned.parents), listed(compiled.parents)),
      ("dependsOn", listed(scanned.dependsOn), listed(compiled.dependsOn)),
      ("branchLabels", "\(scanned.branchLabels)", "\(compiled.branchLabels)"),
      ("message", scanned.message, compiled.message), ("created", scanned.created, compiled.created),
    ]
    return members.filter { $0.1 != $0.2 }.map { "\($0.0) is '\($0.1)' and '\($0.2)'" }.joined(separator: ", ")
  }
}

private func shortList(_ ids: [RevisionID]) -> String {
  ids.prefix(5).map(\.rawValue).joined(separator: ", ") + (ids.count > 5 ? ", …" : "")
}

extension BundleError: Reportable {
  var report: Report {
    switch self {
    case .problems(let problems): problems.report
    case .notLoaded(let error): error.report
    case .failures(let failures): ScriptFailures(failures: failures).report
    case .notAFolder(let path):
      Report(
        .fileExists, "\(Session.displayed(path)) is there already, and is no folder", hints: ["name another folder"])
    case .folderInUse(let file):
      Report(
        .fileExists, "\(Session.displayed(file)) is in the way: no earlier bundle put it there",
        hints: ["nothing was touched; move it away, or name another folder"])
    case .locationOutsideProject(let path):
      Report(
        .configuration, "\(path) is outside the project, so that a bundle has no place for it",
        hints: ["version_locations has to be below the folder of migrate.ini"])
    case .executableUnfit(let path):
      Report(.file, "\(path) was not linked for bundles: it needs a build id and $ORIGIN/lib on its search path")
    case .libraryMissing(let name, let neededBy):
      Report(.file, "the library \(name), which \(neededBy) needs, was not found")
    case .cannotWrite(let path, let errno):
      Report(.file, "cannot write \(Session.displayed(path)): \(String(cString: strerror(errno)))")
    }
  }
}
