internal import ArgumentParser
internal import Glibc
internal import ProjectConfiguration
internal import ScriptRepository
internal import SystemPackage

struct Init: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Sets a project up: migrate.ini and a versions folder.",
    discussion: """
      Nothing that is there already is touched; folders that migrate.ini names and that are missing are made.

      --git-hooks, in a new project or in one that is there, has git run rev verify --against the remote's main branch \
      before a push, so that no revision that others have is edited, deleted or re-parented. A hook that is there is not \
      touched, and the line to put into it is said.
      """)

  @Argument(
    help: ArgumentHelp("The project's folder (default: this one).", valueName: "folder"),
    transform: ArgumentPreparation.unmarked)
  var folder: String?

  @Flag(help: "Install git hooks that check the revisions; an existing hook is not touched.")
  var gitHooks = false

  @Option(
    name: .customLong("hook"),
    help: ArgumentHelp(
      "With --git-hooks: which one, pre-push (the default) or pre-commit; may be repeated.", valueName: "name"))
  var hooks: [GitHook.Name] = []

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if folder != nil, global.config != nil {
      throw ValidationError("-c says where the project is: name no folder beside it")
    }
    if !hooks.isEmpty && !gitHooks { throw ValidationError("--hook goes with --git-hooks") }
  }

  /// What was made, or was there, as other programs read it.
  private struct Document: Encodable {
    let configuration: String
    var versions: String?
    var hooks: [String]?
  }

  func run(in session: Session) async throws {
    let here = try session.context().currentDirectory
    let file = try file(in: session)
    let isThere = access(file.string, F_OK) == 0
    if gitHooks, !isThere { try requireRepository(around: here.pushing(file), in: session) }
    var document = Document(configuration: here.pushing(file).lexicallyNormalized().string)
    if isThere, let folder = try makeMissingFolders(of: file, in: session) {
      document.versions = folder.lexicallyNormalized().string
    } else if !isThere || !gitHooks {
      document.versions = try here.pushing(makeProject(file, in: session)).lexicallyNormalized().string
    }
    if gitHooks {
      let names = hooks.isEmpty ? [.prePush] : GitHook.Name.allCases.filter(hooks.contains)
      let configuration = try configuration(file, in: session)
      document.hooks = try GitHookInstallation(names, for: configuration, in: session).install()
    }
    if global.json { try session.terminal.writeJSON(document) }
  }

  /// The configuration that is there or is to be made. Hooks are for the project that the current folder is in.
  private func file(in session: Session) throws -> FilePath {
    if let named = global.config { return FilePath(named) }
    let file = FilePath(folder ?? ".").appending("migrate.ini")
    guard gitHooks, folder == nil else { return file }
    do {
      return try ConfigurationFile.locate(option: nil, in: session.context())
    } catch ConfigurationError.notFound {
      return file
    }
  }

  private func configuration(_ file: FilePath, in session: Session) throws -> ProjectConfiguration {
    try ProjectConfiguration(
      file: session.context().currentDirectory.pushing(file), section: global.name,
      extraArguments: ExtraArguments(parsing: global.parameters))
  }

  /// Throws where a project that is to be made would be in no repository: before anything is made.
  private func requireRepository(around file: FilePath, in session: Session) throws {
    var folder = file.removingLastComponent()
    while access(folder.string, F_OK) != 0, folder.removeLastComponent() {}
    guard try GitRepository.open(containing: folder.string, environment: session.environment) != nil else {
      throw GitHookInstallation.noRepository(file.removingLastComponent().lexicallyNormalized())
    }
  }

  /// Makes a project, and returns its folder of scripts.
  private func makeProject(_ file: FilePath, in session: Session) throws -> FilePath {
    let root = file.removingLastComponent()
    let versions = root.appending("versions")
    let text = try Self.template(databaseURL: Self.escaped(global.databaseURL ?? "sqlite:///dev.db"))
    if !root.isEmpty { try NewFiles.createFolder(root) }
    try NewFiles.create(file, text)
    do {
      try NewFiles.createFolder(versions)
    } catch {
      // Half a project would be in the way of the next try.
      unlink(file.string)
      throw error
    }
    session.terminal.say(
      """
      Made \(file.displayed) and \(versions.displayed)/. Next:
        rev create -m "create users"   writes the first revision, for you to fill in
        rev upgrade head               applies it
      """)
    return versions
  }

  /// Makes the folders that a configuration names and that are not there, and returns the first; nil where none is
  /// missing, or where it is no configuration.
  private func makeMissingFolders(of file: FilePath, in session: Session) throws -> FilePath? {
    guard let configuration = try? configuration(file, in: session) else { return nil }
    let missing = configuration.versionLocations.filter { access($0.string, F_OK) != 0 }
    guard let first = missing.first else { return nil }
    for folder in missing { try NewFiles.createFolder(folder) }
    let made = missing.map { "\(Session.displayed($0.lexicallyNormalized().string))/" }.joined(separator: " and ")
    session.terminal.say("Made \(made); \(file.displayed) was there")
    return first
  }

  /// A text as it is written in a configuration.
  private static func escaped(_ text: String) throws -> String {
    guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw Report(.usage, "a database URL is one line of text")
    }
    return text.replacing("%", with: "%%")
  }

  private static func template(databaseURL: String) -> String {
    """
    # rev's configuration. In a value only %(NAME)s and %% are special: %(here)s is this file's folder, %(x:KEY)s what
    # was given as -x KEY=VALUE, any other NAME a key of the section.

    [rev]
    # Where the database is; --database-url and the environment's DATABASE_URL come before this.
    database_url = \(databaseURL)

    # Where the scripts are, and how a new one is named.
    script_location = %(here)s
    # version_locations = %(here)s/versions
    # file_template = %%(rev)s_%%(slug)s
    # truncate_slug_length = 40
    # timezone = UTC

    # The table that says where the database stands; alembic_version takes over from Alembic.
    # version_table = rev_version

    # What the database should be: the declared schema, for rev check and rev create --autogenerate.
    # schema = %(here)s/versions/Schema.swift

    # What runs on each new script.
    # [post_write_hooks]
    # hooks = format
    # format.type = exec
    # format.executable = swift
    # format.options = format --in-place REVISION_SCRIPT_FILENAME

    """
  }
}

extension FilePath {
  /// The path without a leading `./`.
  fileprivate var displayed: String { lexicallyNormalized().string }
}
