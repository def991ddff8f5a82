import Foundation
import Testing

@Suite("rev switch")
struct SwitchTests {
  /// Two branches, of which `topic` is checked out, with all of it applied.
  private func parted() async throws -> Project {
    let project = try await Project.parted()
    try await project.output("upgrade")
    return project
  }

  private func tables(_ project: Project) async throws -> [String] {
    try await project.query("SELECT name FROM sqlite_schema WHERE name LIKE 't\\_%' ESCAPE '\\' ORDER BY name")
  }

  @Test("The database goes to what another branch has; the work tree and the index are not touched")
  func there() async throws {
    let project = try await parted()
    let ended = try await project.rev("switch", "main")
    #expect(ended.status == 0, "\(ended.all)")
    #expect(
      ended.error.lines.filter { $0.hasPrefix("Running") } == [
        "Running downgrade b002 -> b001", "Running downgrade b001 -> a002", "Running upgrade a002 -> a003",
      ])
    #expect(ended.error.contains("git switch main"))
    #expect(try await tables(project) == ["t_a001", "t_a002", "t_a003"])
    #expect(try await project.heads() == ["a003"])
    #expect(try await project.git("status", "--porcelain") == "")
    #expect(!project.exists("versions/a003.sql"))
    try await project.git("checkout", "-q", "main")
    #expect(try await project.statuses() == ["a001 same", "a002 same", "a003 same"])
    #expect(try await project.rev("upgrade").error.contains("Nothing to do"))
  }

  @Test("From another branch's place it comes to what is checked out")
  func back() async throws {
    let project = try await parted()
    try await project.git("checkout", "-q", "main")
    #expect(try await project.rev("upgrade").error.contains("rev switch --from topic"))
    try await project.output("switch", "--from", "topic")
    #expect(try await project.heads() == ["a003"])
    #expect(try await tables(project) == ["t_a001", "t_a002", "t_a003"])
    try await project.output("switch", "topic", "--from", "main")
    #expect(try await project.heads() == ["b002"])
  }

  @Test("With --dry-run it only shows the way, and --json names its steps")
  func dryRun() async throws {
    let project = try await parted()
    let shown = try await project.output("switch", "main", "--dry-run")
    #expect(
      shown.lines.filter { !$0.hasPrefix(" ") } == [
        "downgrade b002 -> b001", "downgrade b001 -> a002", "upgrade a002 -> a003",
      ])
    #expect(try await project.heads() == ["b002"])
    struct Way: Decodable {
      struct Plan: Decodable {
        struct Step: Decodable { var revision: String }
        var steps: [Step]
      }
      var downgrade: Plan
      var upgrade: Plan
    }
    let way = try await project.output("switch", "main", "--dry-run", "--json").decoded(as: Way.self)
    #expect(way.downgrade.steps.map(\.revision) == ["b002", "b001"] && way.upgrade.steps.map(\.revision) == ["a003"])
    #expect(try await project.heads() == ["b002"])
  }

  @Test(
    "What the other branch has edited is taken back by what stands here and applied as it stands there; a comment is no edit"
  )
  func edited() async throws {
    let project = try await parted()
    try await project.git("checkout", "-q", "main")
    try project.edit("versions/a001.sql", "-- upgrade", "-- upgrade\n-- a remark")
    try project.edit("versions/a002.sql", "INTEGER PRIMARY KEY", "INTEGER PRIMARY KEY, name TEXT")
    try await project.commitAll("second thoughts")
    try await project.git("checkout", "-q", "topic")
    let ended = try await project.rev("switch", "main")
    #expect(
      ended.error.lines.filter { $0.hasPrefix("Running") } == [
        "Running downgrade b002 -> b001", "Running downgrade b001 -> a002", "Running downgrade a002 -> a001",
        "Running upgrade a001 -> a002", "Running upgrade a002 -> a003",
      ], "\(ended.all)")
    #expect(try await project.query("SELECT name FROM pragma_table_info('t_a002')") == ["id", "name"])
  }

  @Test("Swift scripts are compiled from git's text")
  func swift() async throws {
    let project = try Project("", cache: .shared)
    try project.chain(1)
    try await project.commitAll()
    try await project.git("checkout", "-q", "-b", "topic")
    try project.swift(
      "b001", after: ["a001"], upgrade: #"CreateTable("notes") { Column("id", .integer).primaryKey() }"#,
      downgrade: #"DropTable("notes")"#)
    try await project.commitAll("topic")
    try await project.git("checkout", "-q", "main")
    try await project.output("upgrade")
    try await project.output("switch", "topic")
    #expect(try await project.query("SELECT count(*) FROM sqlite_schema WHERE name = 'notes'") == ["1"])
    try await project.output("switch", "--from", "topic")
    #expect(try await project.query("SELECT count(*) FROM sqlite_schema WHERE name = 'notes'") == ["0"])
  }

  @Test("A file that Swift scripts share and that is another there makes a revision another")
  func support() async throws {
    let project = try Project("", cache: .shared)
    func helper(_ column: String) throws {
      try project.write("versions/Shared.swift", "import Revisions\n\nlet shared = \"\(column)\"\n")
    }
    try helper("old")
    try project.swift(
      "a001", upgrade: #"CreateTable("notes") { Column(shared, .integer) }"#, downgrade: #"DropTable("notes")"#)
    try await project.commitAll()
    try await project.output("upgrade")
    try await project.git("checkout", "-q", "-b", "topic")
    try helper("new")
    try await project.commitAll("another column")
    try await project.git("checkout", "-q", "main")
    try await project.output("switch", "topic")
    #expect(try await project.query("SELECT name FROM pragma_table_info('notes')") == ["new"])
  }

  @Test("Nothing is taken back where the other side cannot be loaded, or something here was edited")
  func refusals() async throws {
    let project = try await parted()
    try await project.git("checkout", "-q", "main")
    try project.write("versions/a004.sql", "-- revision: a004\n-- parents: nowhere\n-- upgrade\n")
    try await project.commitAll("broken")
    try await project.git("checkout", "-q", "topic")
    #expect(try await project.rev("switch", "main").error.contains("nowhere"))
    #expect(try await project.rev("switch", "nobody").error.contains("git knows no 'nobody'"))
    #expect(try await project.rev("switch").status == 64)
    try project.edit("versions/b001.sql", "DROP TABLE", "DROP TABLE IF EXISTS")
    let refused = try await project.rev("switch", "main~1")
    #expect(refused.status == 1 && refused.error.contains("not as it was applied"))
    #expect(try await project.heads() == ["b002"])
    #expect(try await project.rev("switch", "main~1", "--allow-edited").status == 0)
    #expect(try await project.heads() == ["a003"])
  }

  @Test(
    "What no script here has is taken back from the journal, where git proves it, without naming where it comes from")
  func fromJournal() async throws {
    let project = try await parted()
    try await project.git("checkout", "-q", "main")
    let ended = try await project.rev("switch", "main")
    #expect(ended.status == 0, "\(ended.all)")
    #expect(ended.error.contains("b002 is taken back from the journal"))
    #expect(try await project.heads() == ["a003"])

    let forged = try await parted()
    try await forged.git("checkout", "-q", "main")
    _ = try await forged.query("UPDATE rev_journal SET operations = replace(operations, 'DROP TABLE', 'DROP VIEW')")
    #expect(try await forged.rev("switch", "main").status == 1)
    #expect(try await forged.heads() == ["b002"])
  }

  @Test("What no script here has, and the other side has otherwise than it was applied, is taken back and applied anew")
  func appliedOtherwise() async throws {
    let project = try await parted()
    try project.edit("versions/b002.sql", "t_b002", "t_b022")
    try await project.commitAll("another table")
    try project.edit("versions/b001.sql", "\n-- upgrade", "\n\n-- upgrade")
    try await project.commitAll("an empty line")
    try await project.git("checkout", "-q", "main")
    let ended = try await project.rev("switch", "topic")
    #expect(
      ended.error.lines.filter { $0.hasPrefix("Running") } == [
        "Running downgrade b002 -> b001, from the journal: its script is gone", "Running upgrade b001 -> b002",
      ], "\(ended.all)")
    #expect(try await tables(project) == ["t_a001", "t_a002", "t_b001", "t_b022"])
  }

  @Test("A reference without any folder for scripts is refused: nothing is taken back")
  func noFolder() async throws {
    let project = try await parted()
    try await project.git("checkout", "-q", "--orphan", "pages")
    try await project.git("rm", "-rq", "--cached", ".")
    try await project.git("commit", "-q", "--allow-empty", "-m", "pages")
    try await project.git("checkout", "-q", "-f", "topic")
    for words in [["switch", "pages"], ["switch", "--from", "pages"], ["switch", "pages", "--dry-run"]] {
      let error = try await project.harmlessRefusal(of: words)
      #expect(error.code == "git" && error.message == "pages has none of the folders for scripts: versions")
    }
    #expect(try await project.heads() == ["b002"])
    let compared = try await project.rev("verify", "--against", "pages")
    #expect(compared.status == 0)
    #expect(compared.error.contains("pages has none of the folders for scripts (versions): everything is new"))
  }

  @Test("The hint to check out is a command that git takes, and none where it is checked out")
  func hint() async throws {
    let project = try await parted()
    let first = try await project.rev("switch", "HEAD~1")
    #expect(first.error.contains("hint: git switch --detach HEAD~1 checks its scripts out"), "\(first.all)")
    try await project.git("switch", "--detach", "HEAD~1")
    let second = try await project.rev("switch", "main")
    #expect(second.error.contains("hint: git switch main checks"), "\(second.all)")
    try await project.git("switch", "main")
    let here = try await project.rev("switch", "HEAD")
    #expect(here.status == 0 && !here.error.contains("git switch"), "\(here.all)")
  }

  @Test("--from that names a place where the database is not says so, and calls nothing gone")
  func wrongFrom() async throws {
    let project = try await parted()
    let error = try await project.harmlessRefusal("switch", "--from", "main", "HEAD")
    #expect(error.message == "the database stands at b002, and main has no b002")
    #expect(error.hints == ["without --from it is where the work tree took it"])
  }

  @Test("Where there is no database yet, or no git, that is said")
  func nothingThere() async throws {
    let project = try Project()
    try project.chain(1)
    #expect(try await project.rev("switch", "main").error.contains("in no git repository"))
    try await project.commitAll()
    let ended = try await project.rev("switch", "main")
    #expect(ended.status == 1 && ended.error.contains("there is no sqlite:///"))
    #expect(!project.exists("dev.db"))
  }
}
