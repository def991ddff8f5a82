internal import Glibc
internal import ProjectConfiguration
internal import ScriptRepository
internal import SystemPackage

/// Puts hooks where git looks for them. None that is there is touched.
struct GitHookInstallation {
  private let folder: String
  private let hooks: [GitHook]
  private let terminal: Terminal

  /// Throws where the scripts of a project are in no work tree of git's.
  init(_ names: [GitHook.Name], for configuration: ProjectConfiguration, in session: Session) throws {
    let scripts = ScriptRepository(
      projectFolder: configuration.directory, versionLocations: configuration.versionLocations,
      environment: session.environment, logger: session.logger())
    guard let git = try scripts.repository(), let workTree = git.workTree else {
      throw Self.noRepository(configuration.directory)
    }
    let folder = try git.hooksFolder()
    // One that is checked in goes to other machines, where this program may be elsewhere.
    let isShared = git.relativePath(of: folder).map { !"\(workTree)/\($0)".hasPrefix("\(git.gitFolder)/") } ?? false
    let executable = isShared ? nil : realpath("/proc/self/exe", nil)
    defer { free(executable) }
    let file = configuration.file.string
    hooks = names.map { name in
      GitHook(
        name: name, configuration: git.relativePath(of: file) ?? file, section: session.global.name,
        executable: executable.map { String(cString: $0) })
    }
    self.folder = folder
    terminal = session.terminal
  }

  /// What is said where there is no repository.
  static func noRepository(_ folder: FilePath) -> Report {
    Report(
      .git, "\(Session.displayed(folder.string)) is in no git repository, which hooks could be put into",
      hints: ["git init makes one"])
  }

  /// Makes the hooks, and returns their paths. Throws where there are others already, after the rest was made.
  func install() throws -> [String] {
    var refused: [Report] = []
    var paths: [String] = []
    for hook in hooks {
      let path = "\(folder)/\(hook.name.rawValue)"
      paths.append(path)
      try NewFiles.createFolder(FilePath(folder))
      let isChanged = try writeProgram(of: hook)
      guard let there = Self.text(of: path) else {
        try NewFiles.create(FilePath(path), Array(hook.name.text.utf8), mode: 0o777)
        terminal.say("Made \(Session.displayed(path)), which runs rev verify --against")
        continue
      }
      if there.contains(hook.name.program) {
        terminal.say(
          isChanged
            ? "\(Session.displayed(path)) checks \(hook.configuration), too"
            : "\(Session.displayed(path)) is there already")
      } else {
        refused.append(
          Report(
            .fileExists, "\(Session.displayed(path)) is there already, and is not touched",
            hints: ["put this line at its beginning: \(hook.name.line)"]))
      }
    }
    guard var report = refused.first else { return paths }
    for other in refused.dropFirst() {
      report.message += "\n       \(other.message)"
      report.hints += other.hints
    }
    throw report
  }

  /// Writes what a hook calls, and says whether that is another than before.
  private func writeProgram(of hook: GitHook) throws -> Bool {
    let path = "\(folder)/\(hook.name.program)"
    let former = Self.text(of: path)
    if let former, !former.contains(GitHook.mark) {
      throw Report(
        .fileExists, "\(Session.displayed(path)) is there already, and is none of rev's", hints: ["nothing was made"])
    }
    let text = hook.program(keeping: former)
    if text == former { return false }
    if let former {
      try FileReplacement.replace([
        FileReplacement.File(path: path, before: Array(former.utf8), after: Array(text.utf8))
      ])
    } else {
      try NewFiles.create(FilePath(path), Array(text.utf8), mode: 0o777)
    }
    return true
  }

  private static func text(of path: String) -> String? {
    (try? ProjectFile.contents(of: path)).map { String(decoding: $0, as: UTF8.self) }
  }
}
