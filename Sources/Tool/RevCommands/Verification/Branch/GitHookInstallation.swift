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
      if let there = try? ProjectFile.contents(of: path), there == Array(hook.text.utf8) {
        terminal.say("\(Session.displayed(path)) is there already")
        continue
      }
      try NewFiles.createFolder(FilePath(folder))
      do {
        try NewFiles.create(FilePath(path), Array(hook.text.utf8), mode: 0o777)
        terminal.say("Made \(Session.displayed(path)), which runs rev verify --against")
      } catch let report as Report where report.code == Report.Code.fileExists.rawValue {
        refused.append(
          Report(
            .fileExists, "\(Session.displayed(path)) is there already, and is not touched",
            hints: ["add this line to it: \(hook.line)"]))
      }
    }
    guard var report = refused.first else { return paths }
    for other in refused.dropFirst() {
      report.message += "\n       \(other.message)"
      report.hints += other.hints
    }
    throw report
  }
}
