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

  @Argument(
    help: ArgumentHelp("The folder to write; an earlier bundle in it is replaced.", valueName: "folder"),
    transform: ArgumentPreparation.unmarked)
  var folder: String

  @OptionGroup var global: GlobalOptions

  func run(in session: Session) async throws {
    let configuration = try session.configuration()
    try checkMovable(configuration, to: session.context().currentDirectory.pushing(FilePath(folder)).resolved)
    let writer = BundleWriter(repository: try session.project().repository, configuration: configuration.file)
    let report = try await writer.write(to: FilePath(folder))
    session.terminal.say(
      "Wrote \(Session.displayed(report.path)): \(plural(report.scripts, "revision")), \(report.libraries.count) libraries"
    )
    if let section = global.name {
      session.terminal.hint("the bundle is made for [\(section)]: say -n \(section) there too")
    }
    if global.json { try session.terminal.writeJSON(["path": report.path]) }
  }

  /// Refuses a configuration that, read in the bundle, would lead to other folders than the bundle's own.
  private func checkMovable(_ configuration: ProjectConfiguration, to bundle: FilePath) throws {
    let copy = try ProjectConfiguration(
      document: IniDocument(
        bytes: ConfigurationFile.read(configuration.file), file: bundle.appending(BundleWriter.configurationName)),
      section: global.name, extraArguments: configuration.extraArguments)
    let project = configuration.directory.resolved
    for (original, copied) in zip(configuration.versionLocations, copy.versionLocations) {
      var place = original.resolved
      // One that is outside the project is refused by the writer.
      guard place.removePrefix(project), copied.lexicallyNormalized() != bundle.pushing(place) else { continue }
      throw Report(
        .configuration,
        "in a bundle the scripts of \(Session.displayed(original.string)) would be looked for in \(copied)",
        hints: ["a path moves with the file where it begins with %(here)s or is relative: script_location = %(here)s"])
    }
  }
}
