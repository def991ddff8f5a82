import Testing

@Suite("upgrade, downgrade, stamp and current")
struct RunTests {
  @Test("--dry-run shows the SQL on standard output and changes nothing")
  func dryRun() async throws {
    let project = try Project()
    try project.diamond()
    let up = try await project.output("upgrade", "heads", "--dry-run")
    #expect(up.contains("CREATE TABLE t_dddd22"))
    #expect(!project.exists("dev.db"))
    try await project.output("upgrade", "heads")
    let before = try project.bytes("dev.db")
    #expect(try await project.output("downgrade", "base", "--dry-run").contains("DROP TABLE t_dddd22"))
    #expect(try project.bytes("dev.db") == before)
  }

  @Test("--dry-run --json is the plan")
  func dryRunJSON() async throws {
    let project = try Project()
    let ids = try project.chain(3)
    let plan: PlanDocument = try await project.output("upgrade", "--dry-run", "--json").decoded()
    #expect(plan.steps.map(\.revision) == ids)
  }

  @Test("upgrade --json is what was run")
  func runJSON() async throws {
    let project = try Project()
    let ids = try project.chain(3)
    let plan: PlanDocument = try await project.output("upgrade", "--json").decoded()
    #expect(plan.steps.map(\.revision) == ids && plan.to == ["a003"])
  }

  @Test("An upgrade to a label's head keeps to the branch, and brings what it depends on")
  func branchHead() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try project.sql("bbbb11", after: ["aaaa11"], labels: ["left"])
    try project.sql("cccc11", after: ["bbbb11"], dependsOn: ["dddd11"])
    try project.sql("dddd11", after: ["aaaa11"], labels: ["right"])
    try project.sql("eeee11", after: ["dddd11"])
    try await project.output("upgrade", "left@head")
    #expect(try await project.heads() == ["cccc11"])
    #expect(try await project.objects() == ["t_aaaa11", "t_bbbb11", "t_cccc11", "t_dddd11"])
  }

  @Test("A downgrade takes back all that follows, on every branch")
  func allDescendants() async throws {
    let project = try Project()
    try project.diamond()
    try await project.output("upgrade", "heads")
    try await project.output("downgrade", "bbbb22")
    #expect(try await project.heads() == ["bbbb22", "cccc11"])
    #expect(try await project.objects() == ["t_aaaa11", "t_bbbb11", "t_bbbb22", "t_cccc11"])
  }

  @Test("Downgrading to where the database is already is nothing to do, status 0")
  func nothingToDo() async throws {
    let project = try Project()
    let ids = try project.chain(2)
    try await project.output("upgrade")
    let ended = try await project.rev("downgrade", ids[1])
    #expect(ended.status == 0)
    #expect(try await project.journal().count == 2)
  }

  @Test("A downgrade to what is not applied is refused, and names it and where the database is")
  func notApplied() async throws {
    let project = try Project()
    let ids = try project.chain(3)
    try await project.output("upgrade", ids[0])
    let body = try await project.harmlessRefusal("downgrade", ids[1])
    #expect(body.ids == [ids[0], ids[1]])
  }

  @Test(
    "A revision that fails leaves nothing, those before it stay, and the error says all of that and where it stands")
  func failure() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try project.sql("bbbb11", after: ["aaaa11"])
    try project.sql("cccc11", after: ["bbbb11"], upgrade: "CREATE TABLE half (id);\n\nINSERT INTO nowhere VALUES (1);")
    try project.sql("dddd11", after: ["cccc11"])
    let body = try await project.refusal("upgrade")
    #expect(body.code == "revision-failed" && body.ids == ["cccc11"])
    #expect(body.message.contains("statement 2") && body.message.contains("INSERT INTO nowhere"))
    #expect(body.message.contains("versions/cccc11.sql:7"), "\(body.message)")
    #expect(body.hints.contains { $0.contains("bbbb11") })
    #expect(try await project.heads() == ["bbbb11"])
    #expect(try await project.objects() == ["t_aaaa11", "t_bbbb11"])
    #expect(try await project.journal() == ["upgrade aaaa11 1", "upgrade bbbb11 1"])
  }

  @Test("A downgrade that fails leaves the revision applied, and says that")
  func failedDowngrade() async throws {
    let project = try Project()
    try project.sql("aaaa11", downgrade: "DROP TABLE t_aaaa11;\nDROP TABLE nowhere;")
    try await project.output("upgrade")
    let body = try await project.refusal("downgrade", "-1")
    #expect(body.hints.contains { $0.contains("aaaa11 is still applied") }, "\(body.hints)")
    #expect(!body.hints.contains { $0.contains("nothing of") }, "\(body.hints)")
    #expect(try await project.heads() == ["aaaa11"])
  }

  @Test(
    "A parameter in a SQL revision is no NULL: it is refused, with its line",
    arguments: [":name", "?", "@name", "$name"])
  func parameter(_ parameter: String) async throws {
    let project = try Project()
    try project.sql("aaaa11", upgrade: "CREATE TABLE t (a);\nINSERT INTO t VALUES (\(parameter));")
    let body = try await project.refusal("upgrade")
    #expect(body.message.contains("versions/aaaa11.sql:5") && body.message.contains("'\(parameter)'"), "\(body)")
    #expect(try await project.objects() == [])
  }

  @Test("What is mended goes on from there")
  func mended() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try project.sql("bbbb11", after: ["aaaa11"], upgrade: "INSERT INTO nowhere VALUES (1);")
    #expect(try await project.rev("upgrade").status == 1)
    try project.sql("bbbb11", after: ["aaaa11"])
    try await project.output("upgrade")
    #expect(try await project.heads() == ["bbbb11"])
    #expect(try await project.journal() == ["upgrade aaaa11 1", "upgrade bbbb11 1"])
  }

  @Test("A revision in Swift that fails is named with its script's line")
  func swiftFailure() async throws {
    let project = try Project(cache: .shared)
    try project.swift("aaaa11", upgrade: "SQL(\"CREATE TABLE half (id)\")\n    SQL(\"INSERT INTO nowhere VALUES (1)\")")
    let body = try await project.refusal("upgrade")
    #expect(body.message.contains("versions/aaaa11.swift:11"), "\(body.message)")
    #expect(try await project.heads() == [])
  }

  @Test("An irreversible revision is not taken back, and says why, before anything is run")
  func irreversible() async throws {
    let project = try Project(cache: .shared)
    try project.swift(
      "aaaa11", upgrade: "SQL(\"CREATE TABLE kept (id)\")", downgrade: ".irreversible(\"the rows are gone\")")
    try project.sql("bbbb11", after: ["aaaa11"])
    try await project.output("upgrade")
    let body = try await project.harmlessRefusal("downgrade", "base")
    #expect(body.code == "irreversible" && body.ids == ["aaaa11"] && body.message.contains("the rows are gone"))
    #expect(try await project.heads() == ["bbbb11"])
  }

  @Test("The journal has a row for every run, in the columns that the design names")
  func journal() async throws {
    let project = try Project()
    try project.chain(2)
    try await project.output("upgrade")
    try await project.output("downgrade", "-1")
    try await project.output("stamp", "head")
    #expect(
      try await project.query("SELECT name FROM pragma_table_info('rev_journal')") == [
        "seq", "revision", "direction", "started_at", "duration_ms", "finished_at", "statements_done", "applied_by",
        "blob_id",
        "digest", "git_commit", "git_dirty", "reason", "operations", "version_table",
      ])
    #expect(
      try await project.query("SELECT seq, direction, revision, applied_by LIKE '%@%' FROM rev_journal ORDER BY seq")
        == [
          "1|upgrade|a001|1", "2|upgrade|a002|1", "3|downgrade|a002|1", "4|stamp|a002|1",
        ])
  }

  @Test("The version table is rev_version(version_num), a row for each head")
  func versionTable() async throws {
    let project = try Project()
    try project.diamond()
    try await project.output("upgrade", "heads")
    #expect(try await project.query("SELECT name FROM pragma_table_info('rev_version')") == ["version_num"])
    #expect(try await project.query("SELECT version_num FROM rev_version ORDER BY 1") == ["dddd22", "eeee11"])
  }

  @Test("A database of Alembic's is taken over by naming its table")
  func alembic() async throws {
    let project = try Project("version_table = alembic_version\n")
    let ids = try project.chain(3)
    _ = try await project.query(
      """
      CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
      INSERT INTO alembic_version VALUES ('a002'); CREATE TABLE t_a001 (id); CREATE TABLE t_a002 (id);
      """)
    try await project.output("upgrade")
    #expect(try await project.query("SELECT version_num FROM alembic_version") == [ids[2]])
  }

  @Test("stamp moves the version rows and runs nothing")
  func stamp() async throws {
    let project = try Project()
    try project.diamond()
    try await project.output("stamp", "eeee11")
    #expect(try await project.heads() == ["eeee11"])
    #expect(try await project.objects() == [])
    try await project.output("stamp", "cccc11", "bbbb22")
    #expect(try await project.heads() == ["bbbb22", "cccc11"])
    try await project.output("stamp", "base")
    #expect(try await project.heads() == [])
  }

  @Test("stamp --json gives a document, also where there is no database and nothing to do")
  func stampDocument() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    let empty: [String: [String]] = try await project.output("stamp", "base", "--json").decoded()
    #expect(empty == ["from": [], "to": []])
    #expect(!project.exists("dev.db"))
    let made: [String: [String]] = try await project.output("stamp", "head", "--json").decoded()
    #expect(made == ["from": [], "to": ["aaaa11"]])
  }

  @Test("stamp --from without --sql is refused: the database itself says where it is")
  func stampFrom() async throws {
    let project = try Project()
    let ids = try project.chain(2)
    #expect(try await project.refusal("stamp", "head", "--from", ids[0], status: 64).message.contains("--sql"))
    #expect(!project.exists("dev.db"))
    #expect(try await project.output("stamp", ids[1], "--from", "head-1", "--sql").contains(ids[1]))
  }

  @Test("stamp heads stamps them all, and a dependency that another head implies has no row")
  func stampHeads() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try project.sql("bbbb11", dependsOn: ["aaaa11"])
    try await project.output("stamp", "heads")
    #expect(try await project.heads() == ["bbbb11"])
  }

  @Test("A stamp of a revision together with its ancestor is refused")
  func stampBoth() async throws {
    let project = try Project()
    let ids = try project.chain(2)
    let body = try await project.refusal("stamp", ids[0], ids[1], status: 64)
    #expect(body.ids == ids)
    #expect(try await project.heads() == [])
  }

  @Test("stamp --purge replaces rows that no script has")
  func purge() async throws {
    let project = try Project()
    try project.chain(2)
    try await project.output("upgrade")
    _ = try await project.query("DELETE FROM rev_version; INSERT INTO rev_version VALUES ('lost'), ('and-gone')")
    #expect(try await project.rev("stamp", "a001").status == 1)
    try await project.output("stamp", "--purge", "a001")
    #expect(try await project.heads() == ["a001"])
  }

  @Test("current does not make a database that is not there")
  func current() async throws {
    let project = try Project()
    try project.chain(1)
    let ended = try await project.rev("current")
    #expect(ended.status == 0 && ended.output == "")
    #expect(!project.exists("dev.db"))
    #expect(try await project.rev("current", "--check-heads").status == 1)
  }

  @Test("current says that there is no database yet, and where it would be")
  func currentWithoutDatabase() async throws {
    let project = try Project()
    try project.chain(1)
    let ended = try await project.rev("current", "--database-url", "sqlite:///nodir/x.db")
    #expect(
      ended.status == 0 && ended.error.contains("there is no") && ended.error.contains("nodir/x.db"), "\(ended.all)")
    try await project.output("upgrade")
    try await project.output("downgrade", "base")
    #expect(try await project.rev("current").error == "The database is at base: no revision is applied\n")
  }

  @Test("current says which revision is half done, and with how many statements")
  func halfDone() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try project.sql(
      "bbbb11", after: ["aaaa11"], upgrade: "CREATE TABLE one (id);\nCREATE TABLE two (id);\nDROP TABLE nowhere;",
      options: " transaction=off")
    #expect(try await project.rev("upgrade").status == 1)
    let ended = try await project.rev("current")
    #expect(ended.status == 0 && ended.output.contains("aaaa11"))
    #expect(ended.error.contains("bbbb11 is half done") && ended.error.contains("2 statements"), "\(ended.error)")
    let refused = try await project.refusal("downgrade", "base")
    #expect(refused.message.contains("bbbb11") && refused.message.contains("half done"), "\(refused.message)")
    #expect(refused.hints.contains("or undo by hand what it did, and say so with rev stamp aaaa11"), "\(refused.hints)")
    try project.sql(
      "bbbb11", after: ["aaaa11"], upgrade: "CREATE TABLE one (id);\nCREATE TABLE two (id);\nSELECT 1;",
      options: " transaction=off")
    try await project.output("upgrade")
    #expect(try await project.rev("current").error == "")
  }

  @Test("A stamp of where the database stands gives up a revision that is half done, and says so")
  func givenUp() async throws {
    let project = try Project()
    try project.sql("aaaa11")
    try project.sql(
      "bbbb11", after: ["aaaa11"], upgrade: "CREATE TABLE one (id);\nDROP TABLE nowhere;", options: " transaction=off")
    #expect(try await project.rev("upgrade").status == 1)
    let ended = try await project.rev("stamp", "aaaa11")
    #expect(
      ended.status == 0 && ended.error.contains("The upgrade of bbbb11 that was cut off after 1 statement"),
      "\(ended.error)")
    #expect(!ended.error.contains("Nothing to do"))
    #expect(try await project.rev("current").error == "")
    #expect(try await project.rev("stamp", "aaaa11").error.contains("Nothing to do"))
  }

  @Test("On a database of Alembic's whose table is not named, upgrade and current name the setting")
  func alembicUnnamed() async throws {
    let project = try Project()
    try project.chain(2)
    _ = try await project.query(
      "CREATE TABLE alembic_version (version_num VARCHAR(32)); INSERT INTO alembic_version VALUES ('a001'); CREATE TABLE t_a001 (id)"
    )
    #expect(try await project.refusal("upgrade").hints.contains { $0.contains("version_table = alembic_version") })
    #expect(try await project.rev("current").error.contains("version_table = alembic_version"))
  }

  @Test("On a database that was made without rev, upgrade names rev stamp")
  func madeWithoutRev() async throws {
    let project = try Project()
    try project.chain(2)
    _ = try await project.query("CREATE TABLE t_a001 (id)")
    #expect(try await project.refusal("upgrade").hints.contains { $0.contains("rev stamp") })
  }

  @Test("edit opens the script in $VISUAL, else $EDITOR, which may have options of its own")
  func edit() async throws {
    let project = try Project()
    let ids = try project.chain(2)
    let editor = try project.tool("editor.sh", "printf '%s|' \"$@\"")
    try await project.output("upgrade", ids[0])
    let chosen = ["EDITOR": "'\(editor)' --wait"]
    #expect(
      try await project.output("edit", "a002", environment: chosen) == "--wait|\(project.path("versions/a002.sql"))|")
    #expect(
      try await project.output("edit", "current", environment: chosen) == "--wait|\(project.path("versions/a001.sql"))|"
    )
    #expect(
      try await project.output("edit", "head", environment: ["EDITOR": "false", "VISUAL": "'\(editor)'"])
        == "\(project.path("versions/a002.sql"))|")
  }

  @Test("An editor gets its signals: none is blocked")
  func editorSignals() async throws {
    let project = try Project()
    try project.chain(1)
    // No shell script: a shell takes the block off.
    let said = try await project.output("edit", "head", environment: ["EDITOR": "grep SigBlk /proc/self/status;:"])
    #expect(said == "SigBlk:\t0000000000000000\n")
  }

  @Test("edit without an editor says how to name one, and where the script is")
  func noEditor() async throws {
    let project = try Project()
    try project.chain(1)
    let body = try await project.refusal("edit", "head")
    #expect(body.hints.contains { $0.contains("EDITOR") })
    #expect(body.hints.contains { $0.contains(project.path("versions/a001.sql")) })
  }
}
