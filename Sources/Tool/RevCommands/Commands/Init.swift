internal import ArgumentParser
internal import Glibc
internal import ProjectConfiguration
internal import SystemPackage

struct Init: RevCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Sets a project up: migrate.ini and a versions folder.",
    discussion:
      "Nothing that is there already is touched; folders that migrate.ini names and that are missing are made.")

  @Argument(
    help: ArgumentHelp("The project's folder (default: this one).", valueName: "folder"),
    transform: ArgumentPreparation.unmarked)
  var folder: String?

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if folder != nil, global.config != nil {
      throw ValidationError("-c says where the project is: name no folder beside it")
    }
  }

  func run(in session: Session) async throws {
    let file = global.config.map { FilePath($0) } ?? FilePath(folder ?? ".").appending("migrate.ini")
    let root = file.removingLastComponent()
    let versions = root.appending("versions")
    let text = try Self.template(databaseURL: Self.escaped(global.databaseURL ?? "sqlite:///dev.db"))

    if access(file.string, F_OK) == 0, try makeMissingFolders(of: file, in: session) { return }
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
    guard global.json else { return }
    let here = try session.context().currentDirectory
    try session.terminal.writeJSON(
      ["configuration": file, "versions": versions].mapValues { here.pushing($0).lexicallyNormalized().string })
  }

  /// Makes the folders that a configuration names and that are not there; false where none is missing, or where it is no
  /// configuration.
  private func makeMissingFolders(of file: FilePath, in session: Session) throws -> Bool {
    let here = try session.context().currentDirectory
    guard
      let configuration = try? ProjectConfiguration(
        file: here.pushing(file), section: global.name, extraArguments: ExtraArguments(parsing: global.parameters))
    else { return false }
    let missing = configuration.versionLocations.filter { access($0.string, F_OK) != 0 }
    guard let first = missing.first else { return false }
    for folder in missing { try NewFiles.createFolder(folder) }
    let made = missing.map { "\(Session.displayed($0.lexicallyNormalized().string))/" }.joined(separator: " and ")
    session.terminal.say("Made \(made); \(file.displayed) was there")
    if global.json {
      let paths = ["configuration": here.pushing(file), "versions": first]
      try session.terminal.writeJSON(paths.mapValues { $0.lexicallyNormalized().string })
    }
    return true
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
