import Foundation
import PostgresTesting
import Testing

/// A Python that has Alembic and a driver for PostgreSQL; nil where there is none.
private let python: String? = {
  guard let path = ProcessInfo.processInfo.environment["REV_ALEMBIC_PYTHON"] else { return nil }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: path)
  process.arguments = ["-c", "import alembic, psycopg2"]
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return nil }
  process.waitUntilExit()
  return process.terminationStatus == 0 ? path : nil
}()

@Suite(
  "PostgreSQL: a database that Alembic manages", needsPostgres,
  .enabled(if: python != nil, "REV_ALEMBIC_PYTHON names no Python with Alembic and psycopg2"))
struct AlembicTakeoverTests {
  /// A project that both tools have the revisions of: `a001` to `a004`, a branch `b001` after `a002`, and a merge.
  private func made(_ settings: String = "") async throws -> PostgresProject {
    let made = try await PostgresProject("version_table = alembic_version\n\(settings)")
    let project = made.project
    let revisions = [
      ("a001", []), ("a002", ["a001"]), ("a003", ["a002"]), ("b001", ["a002"]), ("cccc", ["a003", "b001"]),
    ]
    try project.makeFolder("alembic/versions")
    try project.write(
      "alembic.ini",
      "[alembic]\nscript_location = %(here)s/alembic\nsqlalchemy.url = \(made.database.url.replacing("postgresql://", with: "postgresql+psycopg2://"))\n"
    )
    try project.write(
      "alembic/env.py",
      """
      from alembic import context
      from sqlalchemy import create_engine, MetaData
      engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
      metadata = MetaData()
      metadata.reflect(engine)
      with engine.connect() as connection:
          for name in ("alembic_version",):
              if name in metadata.tables: metadata.remove(metadata.tables[name])
          context.configure(connection=connection, target_metadata=metadata)
          with context.begin_transaction():
              context.run_migrations()
      """)
    for (id, parents) in revisions {
      try project.sql(id, after: parents)
      let down =
        parents.count > 1
        ? "(\(parents.map { "'\($0)'" }.joined(separator: ", ")))" : parents.first.map { "'\($0)'" } ?? "None"
      try project.write(
        "alembic/versions/\(id).py",
        """
        from alembic import op
        revision = '\(id)'
        down_revision = \(down)
        branch_labels = None
        depends_on = None
        def upgrade(): op.execute("CREATE TABLE t_\(id) (id integer primary key)")
        def downgrade(): op.execute("DROP TABLE t_\(id)")
        """)
    }
    return made
  }

  private func alembic(_ made: PostgresProject, _ words: String...) async throws -> Ended {
    try await Program.run(
      python ?? "", ["-m", "alembic"] + words, environment: made.project.environment, in: made.project.folder)
  }

  @Test("Both tools agree where the database stands after every step, whichever makes it")
  func agree() async throws {
    let made = try await made()
    let steps: [(isAlembic: Bool, words: [String])] = [
      (true, ["upgrade", "a002"]), (false, ["upgrade", "a003"]), (true, ["upgrade", "heads"]),
      (false, ["downgrade", "a002"]), (false, ["upgrade", "b001"]), (true, ["downgrade", "a001"]),
      (false, ["upgrade", "heads"]), (true, ["downgrade", "base"]), (false, ["stamp", "a002"]),
      (true, ["stamp", "base"]), (false, ["upgrade", "heads"]),
    ]
    for step in steps {
      let ended =
        step.isAlembic
        ? try await Program.run(
          python ?? "", ["-m", "alembic"] + step.words, environment: made.project.environment, in: made.project.folder)
        : try await made.project.rev(step.words)
      #expect(ended.status == 0, "\(step): \(ended.all)")
      let rows = try await made.heads("alembic_version")
      let theirs = try await alembic(made, "current").output.lines.map { String($0.prefix(4)) }.sorted()
      let ours = try await made.project.listing("current").map(\.id).sorted()
      #expect(theirs == rows, "\(step)")
      #expect(ours == rows, "\(step)")
    }
  }

  @Test("An id that Alembic's column cannot hold is refused before anything is run, and named")
  func tooLong() async throws {
    let made = try await made()
    #expect(try await alembic(made, "upgrade", "heads").status == 0)
    let long = String(repeating: "d", count: 33)
    try made.project.sql(long, after: ["cccc"])
    let ended = try await made.project.rev("upgrade")
    #expect(ended.status == 1)
    #expect(ended.error.contains(long) && ended.error.contains("32"), "\(ended.error)")
    #expect(try await made.heads("alembic_version") == ["cccc"])
    #expect(try await made.query("SELECT to_regclass('t_\(long)') IS NULL") == ["t"])
  }

  @Test("With journal_schema, `alembic check` sees nothing of rev")
  func quiet() async throws {
    let made = try await made("journal_schema = rev")
    try await made.project.output("upgrade")
    let check = try await alembic(made, "check")
    #expect(check.status == 0, "\(check.all)")
    #expect(try await made.query("SELECT count(*) FROM rev.rev_journal") == ["5"])
  }
}
