import Foundation
import ProjectConfiguration
import SystemPackage
import Testing

@Suite("Settings")
struct ConfigurationTests {
  @Test("an empty main section is enough, and everything has its default")
  func defaults() throws {
    let read = try rev("")
    #expect(read.file == "/project/migrate.ini")
    #expect(read.directory == "/project")
    #expect(read.section == "rev")
    #expect(read.scriptLocation == "/project")
    #expect(read.versionLocations == ["/project/versions"])
    #expect(!read.recursiveVersionLocations)
    #expect(read.logLevel == .info)
    #expect(read.warnings.isEmpty)
    #expect(try read.databaseSettings() == DatabaseSettings())
    let new = try read.newScriptSettings(in: ProcessContext(currentDirectory: "/"))
    #expect(new == NewScriptSettings(fileTemplate: .standard, timeZone: .utc, truncateSlugLength: 40, hooks: []))
  }

  @Test("the settings of a database are read, and the journal goes with the version table")
  func database() throws {
    let read = try rev(
      """
      version_table = alembic_version
      version_table_schema = audit
      sqlite_foreign_keys = On
      sqlite_busy_timeout = 1.25
      lock_timeout = 0.5
      lock_retries = 3
      statement_timeout = 60
      runner_wait = 90
      on_edited = Warn
      """)
    var expected = DatabaseSettings()
    expected.versionTable = "alembic_version"
    expected.versionTableSchema = "audit"
    expected.journalSchema = "audit"
    expected.lockTimeout = .milliseconds(500)
    expected.lockRetries = 3
    expected.statementTimeout = .seconds(60)
    expected.runnerWait = .seconds(90)
    expected.onEdited = .warn
    expected.sqliteForeignKeys = true
    expected.sqliteBusyTimeout = .milliseconds(1250)
    #expect(try read.databaseSettings() == expected)
    #expect(try rev("journal_schema = j\nversion_table_schema = v").databaseSettings().journalSchema == "j")
  }

  @Test("the default schema holds the version table too, unless that has a schema of its own")
  func defaultSchema() throws {
    let read = try rev("default_schema = tenant")
    #expect(try read.databaseSettings().versionTableSchema == "tenant")
    #expect(try read.databaseSettings().journalSchema == "tenant")
    #expect(try read.databaseSettings(defaultSchema: "other").defaultSchema == "other")
    #expect(try read.databaseSettings(defaultSchema: "other").versionTableSchema == "other")
    #expect(
      try rev("default_schema = tenant\nversion_table_schema = v").databaseSettings().versionTableSchema == "v")
  }

  @Test("relative paths start from the folder of the file, and absolute ones and `..` stay")
  func paths() throws {
    #expect(try rev("script_location = db").scriptLocation == "/project/db")
    #expect(try rev("script_location = ./db/.").scriptLocation == "/project/db")
    #expect(try rev("script_location = .").versionLocations == ["/project/versions"])
    #expect(try rev("script_location = ../db").scriptLocation == "/project/../db")
    #expect(try rev("script_location = /srv/db").versionLocations == ["/srv/db/versions"])
    #expect(try rev("script_location = %(here)s/db").scriptLocation == "/project/db")
  }

  @Test("several folders are separated by lines, white space and commas, or as path_separator says")
  func versionLocations() throws {
    #expect(
      try rev("version_locations = a b,c\n  d").versionLocations == [
        "/project/a", "/project/b", "/project/c", "/project/d",
      ])
    #expect(try rev("version_locations =\n  a\n  b\n  a").versionLocations == ["/project/a", "/project/b"])
    #expect(
      try rev("path_separator = os\nversion_locations = a b:c").versionLocations == ["/project/a b", "/project/c"])
    #expect(try rev("path_separator = :\nversion_locations = a:b").versionLocations.count == 2)
    #expect(
      try rev("version_path_separator = ;\nversion_locations = a:b; c").versionLocations == [
        "/project/a:b", "/project/c",
      ])
    #expect(
      try rev("path_separator = newline\nversion_locations = a b, c\n d").versionLocations == [
        "/project/a b, c", "/project/d",
      ])
    #expect(
      try rev("path_separator = space\nversion_locations = a:b c").versionLocations == ["/project/a:b", "/project/c"])
  }

  @Test("a folder whose own name has a space or a colon does not split a list that begins with %(here)s")
  func spacesInHere() throws {
    let document = try IniDocument(
      bytes: Array("[rev]\nversion_locations = %(here)s/a %(here)s/b".utf8), file: "/my project: x/migrate.ini")
    #expect(
      try ProjectConfiguration(document: document).versionLocations == ["/my project: x/a", "/my project: x/b"])
  }

  @Test("a `:` between folders is never guessed at")
  func colon() {
    #expect(
      throws: ConfigurationError.badValue(
        BadValue(key: "version_locations", value: "a:b", allowed: .pathsWithSeparator, position: at(2)))
    ) { try rev("version_locations = a:b") }
  }

  @Test(
    "a value that a setting cannot have is told with key, value, line and what is allowed",
    arguments: [
      ("recursive_version_locations = maybe", "recursive_version_locations", "maybe", BadValue.Allowed.boolean),
      (
        "log_level = loud", "log_level", "loud",
        .oneOf(["trace", "debug", "info", "notice", "warning", "warn", "error", "critical"])
      ),
      ("path_separator = |", "path_separator", "|", .oneOf(["os", ":", ";", "space", "newline"])),
      ("script_location = a\tb", "script_location", "a\tb", .path),
    ])
  func badValues(line: String, key: String, value: String, allowed: BadValue.Allowed) {
    #expect(
      throws: ConfigurationError.badValue(BadValue(key: key, value: value, allowed: allowed, position: at(3)))
    ) { try rev("\n\(line)") }
  }

  @Test(
    "times and numbers outside what they can be are told",
    arguments: ["-1", "x", "1e3", "nan", ".5", "5.", "2147484", "2147483.5", "99999999999999999999", "1 s"])
  func badTimes(value: String) {
    #expect(
      throws: ConfigurationError.badValue(
        BadValue(key: "sqlite_busy_timeout", value: value, allowed: .seconds(0...2_147_483), position: at(2)))
    ) { try rev("sqlite_busy_timeout = \(value)").databaseSettings() }
  }

  @Test("a setting that takes one line is not given two, and what went into it by mistake is not shown")
  func indentedByMistake() {
    let failure = #expect(throws: ConfigurationError.self) {
      try rev("version_table = v\n  database_url = postgresql://u:hunter2@h/d").databaseSettings()
    }
    #expect(
      failure == .badValue(BadValue(key: "version_table", value: "v", allowed: .oneLine, position: at(2))))
    let inList = #expect(throws: ConfigurationError.self) {
      try rev("version_locations = a\n  database_url = postgresql://u:hunter2@h/d")
    }
    #expect(!allForms(inList as Any).contains("hunter2"))
  }

  @Test("a blank setting is one that is not there")
  func blank() throws {
    let read = try rev("timezone =\nversion_table =\nlog_level =\nversion_locations =")
    #expect(try read.databaseSettings().versionTable == "rev_version")
    #expect(read.versionLocations == ["/project/versions"])
  }

  @Test("what only some commands need does not stop the others")
  func lazy() throws {
    let read = try rev(
      "version_table = %(x:tenant)s\ndatabase_url = sqlite:///%(x:tenant)s.db\ntimezone = Nowhere/Land\nfile_template = %%("
    )
    #expect(read.versionLocations == ["/project/versions"])
    #expect(throws: ConfigurationError.self) { try read.databaseSettings() }
    #expect(throws: ConfigurationError.self) {
      try read.newScriptSettings(in: ProcessContext(currentDirectory: "/"))
    }
  }
}

@Suite("Sections")
struct SectionTests {
  @Test("a named section has what it says, else what the main one says, else what the default one says")
  func inheritance() throws {
    let text =
      "[DEFAULT]\nlog_level = error\nversion_table = d\n[rev]\nversion_table = m\njournal_schema = j\n[s]\njournal_schema = k\n"
    let read = try configuration(text, section: "s")
    #expect(read.section == "s")
    #expect(read.logLevel == .error)
    #expect(try read.databaseSettings().versionTable == "m")
    #expect(try read.databaseSettings().journalSchema == "k")
    #expect(try configuration(text).databaseSettings().journalSchema == "j")
  }

  @Test("a blank key in a named section takes back what the main one says")
  func takingBack() throws {
    let read = try configuration("[rev]\nversion_table = m\n[s]\nversion_table =\n", section: "s")
    #expect(try read.databaseSettings().versionTable == "rev_version")
  }

  @Test("a named section with scripts of its own does not look for them in the main one's folders")
  func boundLocations() throws {
    let text = "[rev]\nversion_locations = a\nrecursive_version_locations = on\n[s]\nscript_location = s\n[t]\n"
    let own = try configuration(text, section: "s")
    #expect(own.versionLocations == ["/project/s/versions"])
    #expect(!own.recursiveVersionLocations)
    #expect(try configuration(text, section: "t").versionLocations == ["/project/a"])
  }

  @Test("a section that is not there is told with those that are")
  func missing() {
    #expect(
      throws: ConfigurationError.missingSection(
        "stagin", known: ["rev", "staging"], suggestion: "staging", file: "/project/migrate.ini")
    ) { try configuration("[rev]\n[staging]\n[post_write_hooks]\n", section: "stagin") }
    #expect(throws: ConfigurationError.self) { try configuration("[DEFAULT]\n", section: "DEFAULT") }
    #expect(throws: ConfigurationError.self) { try configuration("") }
  }

  @Test("alembic.ini as Alembic writes it can be read with -n alembic, without a warning")
  func alembic() throws {
    let text = """
      [alembic]
      script_location = %(here)s/alembic
      prepend_sys_path = .
      path_separator = os
      sqlalchemy.url = postgresql+psycopg://user:pass@localhost/dbname

      [post_write_hooks]

      [loggers]
      keys = root,sqlalchemy,alembic

      [handler_console]
      class = StreamHandler
      args = (sys.stderr,)

      [formatter_generic]
      format = %(levelname)-5.5s [%(name)s] %(message)s
      datefmt = %H:%M:%S
      """
    let read = try configuration(text, section: "alembic")
    #expect(read.warnings == [])
    #expect(read.versionLocations == ["/project/alembic/versions"])
    let url = try read.databaseURL(option: nil, in: ProcessContext(currentDirectory: "/"))
    #expect(url.map { "\($0.url)" } == "postgresql://user:***@localhost/dbname")
  }
}

@Suite("Warnings")
struct WarningTests {
  @Test("an unknown key is a warning with its line and the nearest known one")
  func unknownKey() throws {
    #expect(
      try rev("version_tabel = x\nfrobnicate = y").warnings == [
        .unknownKey("version_tabel", section: "rev", suggestion: "version_table", at(2)),
        .unknownKey("frobnicate", section: "rev", suggestion: nil, at(3)),
      ])
  }

  @Test("a key that a value refers to is a variable, not an unknown key")
  func variables() throws {
    #expect(try configuration("[DEFAULT]\nh = x\n[rev]\nName = a\nversion_table = %(name)s%(h)s").warnings == [])
  }

  @Test("a section with none of our keys is a warning, one that -n could name is not")
  func unknownSection() throws {
    #expect(
      try configuration("[rev]\n[staging]\ndatabase_url = sqlite://\n[post_write_hook]\nhooks = a\n").warnings == [
        .unknownSection("post_write_hook", suggestion: "post_write_hooks", at(4))
      ])
  }

  @Test("an unknown option of a hook is a warning")
  func unknownHookOption() throws {
    #expect(
      try configuration("[rev]\n[post_write_hooks]\nhook = a\na.executble = b\na.type = exec").warnings == [
        .unknownKey("hook", section: "post_write_hooks", suggestion: "hooks", at(3)),
        .unknownKey("a.executble", section: "post_write_hooks", suggestion: "a.executable", at(4)),
      ])
  }

  @Test("a value in quotes and a key beside its alias are warnings")
  func quotes() throws {
    #expect(
      try rev("version_table = \"v\"\nsqlalchemy.url = sqlite://\ndatabase_url = sqlite://").warnings == [
        .quotedValue(key: "version_table", at(2)),
        .shadowedKey("sqlalchemy.url", by: "database_url", section: "rev", at(3)),
      ])
  }

  @Test("the nearest name allows for a few slips, swaps included, and for nothing that is far")
  func nearest() {
    let known = ["upgrade", "downgrade", "stamp", "show"]
    #expect(nearestName(to: "upgarde", among: known) == "upgrade")
    #expect(nearestName(to: "Stmp", among: known) == "stamp")
    #expect(nearestName(to: "sohw", among: known) == "show")
    #expect(nearestName(to: "heads", among: known) == nil)
    #expect(nearestName(to: "", among: known) == nil)
    #expect(nearestName(to: String(repeating: "x", count: 100_000), among: known) == nil)
  }

  @Test("the README of the target has a row for every key, with its alias")
  func readme() throws {
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let readme = try String(
      contentsOf: source.appendingPathComponent("../../Sources/Project/ProjectConfiguration/README.md"),
      encoding: .utf8)
    for key in SettingKey.allCases {
      let row = readme.split(separator: "\n").first { $0.hasPrefix("| `\(key.rawValue)` |") }
      #expect(row != nil, "\(key.rawValue)")
      if let alias = key.alias { #expect(row?.contains("`\(alias)`") == true, "\(alias)") }
    }
  }
}
