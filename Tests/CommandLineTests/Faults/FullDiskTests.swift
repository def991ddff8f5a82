import Foundation
import Testing

@Suite("A full disk")
struct FullDiskTests {
  /// Whether a small file system can be mounted in a name space of its own, where it goes with its processes.
  private static let canMount: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "unshare -m sh -c 'mount -t tmpfs -o size=1m tmpfs /mnt' 2>/dev/null"]
    return (try? process.run()) != nil
      && {
        process.waitUntilExit(); return process.terminationStatus == 0
      }()
  }()

  private static let skipped: Comment = "a small file system can only be mounted as root"

  private func project(_ options: String = "") throws -> Project {
    let project = try Project()
    let rows =
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %) INSERT INTO big SELECT randomblob(1000) FROM n;"
    try project.sql("aaaa11", upgrade: "CREATE TABLE big (bytes BLOB);", downgrade: "DROP TABLE big;")
    try project.sql(
      "bbbb11", after: ["aaaa11"], upgrade: rows.replacing("%", with: "20"), downgrade: "DELETE FROM big;")
    try project.sql(
      "cccc11", after: ["bbbb11"], upgrade: "CREATE TABLE before_it (id);\n" + rows.replacing("%", with: "700"),
      downgrade: "DROP TABLE before_it;\nDELETE FROM big WHERE rowid > 20;", options: options)
    try project.sql("dddd11", after: ["cccc11"])
    try project.makeFolder("small")
    return project
  }

  /// Runs shell commands in a name space where `small` is a file system of a megabyte, half of it taken by `small/filler`.
  private func inSmallSpace(_ project: Project, _ script: String) async throws -> Ended {
    let prologue = """
      set -u
      mkdir -p small
      mount -t tmpfs -o size=1m tmpfs small
      head -c 500000 /dev/zero > small/filler
      rev() { '\(Program.rev)' "$@" --database-url sqlite:///small/dev.db; }
      db() { sqlite3 -batch small/dev.db "$@"; }
      """
    return try await project.run("/usr/bin/env", "unshare", "-m", "sh", "-c", "\(prologue)\n\(script)")
  }

  @Test(
    "The revisions before stay, the error says that there is no room, and with room again the head is reached",
    .enabled(if: canMount, skipped))
  func upgrade() async throws {
    let ended = try await inSmallSpace(
      project(),
      """
      rev upgrade; echo "status $?"
      db 'SELECT version_num FROM rev_version' 'PRAGMA integrity_check' "SELECT name FROM sqlite_schema WHERE name IN ('big', 'before_it')" 'SELECT count(*) FROM big'
      ls small
      rm small/filler
      rev upgrade; echo "status $?"
      db 'SELECT version_num FROM rev_version' 'PRAGMA integrity_check' 'SELECT count(*) FROM big' 'SELECT count(*) FROM rev_journal'
      """)
    #expect(
      ended.output.lines == [
        "status 1", "bbbb11", "ok", "big", "20", "dev.db", "filler", "status 0", "dddd11", "ok", "720", "4",
      ],
      "\(ended.all)")
    let errors = ended.error.lines.filter { $0.hasPrefix("error: ") }
    #expect(errors.count == 1 && errors[0].contains("cccc11"), "\(ended.error)")
    #expect(ended.error.contains("no room") || ended.error.contains("full"), "\(ended.error)")
    #expect(ended.error.contains("hint: "))
  }

  @Test(
    "A revision outside a transaction stands at the statements that are done, and goes on",
    .enabled(if: canMount, skipped))
  func outside() async throws {
    let ended = try await inSmallSpace(
      project(" transaction=off"),
      """
      rev upgrade; echo "status $?"
      db 'SELECT version_num FROM rev_version' 'PRAGMA integrity_check' 'SELECT statements_done FROM rev_journal WHERE finished_at IS NULL' 'SELECT count(*) FROM big'
      rm small/filler
      rev upgrade; echo "status $?"
      db 'SELECT version_num FROM rev_version' 'SELECT count(*) FROM big' 'SELECT count(*) FROM rev_journal WHERE finished_at IS NULL'
      """)
    #expect(
      ended.output.lines == ["status 1", "bbbb11", "ok", "1", "20", "status 0", "dddd11", "720", "0"], "\(ended.all)")
  }

  @Test("init leaves no half of a configuration", .enabled(if: canMount, skipped))
  func halfConfiguration() async throws {
    let ended = try await inSmallSpace(
      Project(nil),
      """
      head -c 2000000 /dev/zero > small/more 2>/dev/null
      rev init small; echo "status $?"
      rm small/more small/filler; ls small
      rev init small; echo "status $?"
      """)
    #expect(ended.output.lines == ["status 1", "status 0"], "\(ended.all)")
  }

  @Test(
    "Where there is room for nothing at all, nothing is left, and the error is clear", .enabled(if: canMount, skipped))
  func nothingFits() async throws {
    let ended = try await inSmallSpace(
      project(),
      """
      head -c 2000000 /dev/zero > small/more 2>/dev/null
      rev upgrade; echo "status $?"
      rev current; echo "status $?"
      rm small/more small/filler
      rev upgrade; echo "status $?"
      """)
    #expect(ended.output.lines == ["status 1", "status 0", "status 0"], "\(ended.all)")
    #expect(ended.error.lines.filter { $0.hasPrefix("error: ") }.count == 1, "\(ended.error)")
  }
}
