internal import ArgumentParser
internal import ProjectConfiguration
internal import ScriptRepository
internal import SystemPackage

struct Bundle: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "bundle", abstract: "Writes what a machine without a compiler needs.",
    discussion: """
      The folder holds rev, the libraries it needs but the C library, the configuration, the scripts and what they \
      compile to: DIR/rev upgrade head runs there.
      """)

  @Argument(help: ArgumentHelp("The folder to write; an earlier bundle in it is replaced.", valueName: "folder"))
  var folder: String

  @OptionGroup var global: GlobalOptions

  func run(in session: Session) async throws {
    let configuration = try session.configuration()
    let writer = BundleWriter(repository: try session.project().repository, configuration: configuration.file)
    let report = try await writer.write(to: FilePath(folder))
    session.terminal.say(
      "Wrote \(Session.displayed(report.path)): \(plural(report.scripts, "revision")), \(report.libraries.count) libraries"
    )
    if global.json { try session.terminal.writeJSON(["path": report.path]) }
  }
}
