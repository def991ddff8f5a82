import PostgresTesting
import Testing

@Suite("A downgrade on PostgreSQL whose script is gone", needsPostgres)
struct PostgresFromJournalTests {
  @Test("runs from the journal where git proves it, outside a transaction, too; a tampered row is refused")
  func downgrade() async throws {
    let postgres = try await PostgresProject()
    let project = postgres.project
    try project.sql("a001", upgrade: "CREATE TABLE a (id integer, text text);", downgrade: "DROP TABLE a;")
    try project.sql(
      "a002", after: ["a001"], upgrade: "CREATE INDEX CONCURRENTLY ix_a ON a (text);",
      downgrade: "DROP INDEX CONCURRENTLY ix_a;")
    try project.sql("a003", after: ["a002"], upgrade: "CREATE TABLE c (id integer);", downgrade: "DROP TABLE c;")
    try await project.commitAll()
    try await project.output("upgrade")
    for id in ["a002", "a003"] { try project.delete("versions/\(id).sql") }
    #expect(try await project.output("current") == "a003 (head) (script gone)\n")
    #expect(
      try await postgres.query("SELECT DISTINCT version_table, operations IS NOT NULL FROM rev_journal") == [
        "rev_version|t"
      ])
    _ = try await postgres.query(
      "UPDATE rev_journal SET operations = replace(operations, 'DROP TABLE c', 'DROP TABLE a') WHERE revision = 'a003'")
    let error = try await project.refusal("downgrade", "a001")
    #expect(error.code == "journal-not-proven" && error.message.contains("does something else"))
    #expect(try await postgres.heads() == ["a003"])
    _ = try await postgres.query(
      "UPDATE rev_journal SET operations = replace(operations, 'DROP TABLE a', 'DROP TABLE c') WHERE revision = 'a003'")
    let ended = try await project.rev("downgrade", "a001")
    #expect(ended.status == 0 && ended.error.contains("a002 is taken back from the journal"), "\(ended.all)")
    #expect(try await postgres.heads() == ["a001"])
    #expect(try await postgres.query("SELECT to_regclass('c') IS NULL, to_regclass('ix_a') IS NULL") == ["t|t"])
  }

  @Test("Projects that share a schema and its journal see each their own")
  func twoProjects() async throws {
    let postgres = try await PostgresProject("\n[other]\nversion_locations = other\nversion_table = other_version\n")
    let project = postgres.project
    try project.chain(2)
    try project.makeFolder("other")
    try project.sql("x001", in: "other")
    try await project.output("upgrade")
    try await project.output("-n", "other", "upgrade")
    for (name, count) in [("rev", "2 applied revisions: 2 same"), ("other", "1 applied revision: 1 same")] {
      let ended = try await project.rev("-n", name, "verify")
      #expect(ended.status == 0 && ended.error.contains(count), "\(ended.all)")
    }
    let script = try await project.output("-n", "other", "downgrade", "base", "--sql")
    #expect(try await postgres.feed(script, to: postgres.database).status == 0)
    #expect(try await project.rev("-n", "other", "verify").error.contains("No revision is applied"))
    #expect(try await project.rev("verify").error.contains("2 applied revisions: 2 same"))
  }
}
