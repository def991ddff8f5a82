import Dialects
import Foundation
import Revisions
import Testing

@testable import SQLiteDialect
@testable import SQLiteDriver

/// Scripts run by the `sqlite3` program itself, with and without `-bail`.
@Suite("A script of SQL", .enabled(if: Shell.path != nil))
struct OfflineFramingTests {
  private let framing = SQLiteDialect().offlineFraming

  /// One transaction of a script.
  private struct Part {
    var expecting: [RevisionID]
    var creating: [String] = []
    var statements: [String]
    /// What runs behind it, outside of any transaction.
    var outside: [String] = []
  }

  private func script(_ parts: Part...) throws -> String {
    var lines = try framing.opening()
    for part in parts {
      lines += try framing.begin(expecting: part.expecting, in: "rev_version", creating: part.creating)
      lines += part.statements
      lines += framing.commit()
      lines += part.outside
    }
    lines += framing.closing()
    return lines.map { $0 + ";\n" }.joined()
  }

  private let create = ["CREATE TABLE IF NOT EXISTS rev_version (version_num VARCHAR(255) NOT NULL PRIMARY KEY)"]

  private func move(_ from: String, _ to: String) -> String {
    "UPDATE rev_version SET version_num = '\(to)' WHERE version_num = '\(from)'"
  }

  /// A database file at some revisions; nil is one without a version table.
  private func database(_ folder: TemporaryDirectory, at heads: [String]?) throws -> String {
    let path = folder.path("\(UUID().uuidString).db")
    var text = "CREATE TABLE data (x); INSERT INTO data VALUES (1);\n"
    if let heads {
      text += create[0] + ";\n"
      for head in heads { text += "INSERT INTO rev_version VALUES ('\(head)');\n" }
    }
    #expect(try Shell.run(text, on: path).status == 0)
    return path
  }

  private let modes = [["-bail"], []]

  @Test("does its work on the revision that it was written for, without a word, and can be run by an engine as well")
  func right() async throws {
    let folder = try TemporaryDirectory()
    let text = try script(
      Part(
        expecting: ["a"], statements: ["CREATE TABLE t1 (x)", move("a", "b")],
        outside: ["VACUUM", "CREATE TABLE o1 (x)"]),
      Part(expecting: ["b"], statements: ["CREATE TABLE t2 (x)", move("b", "c")]))
    #expect(!text.hasPrefix("-"))
    for mode in modes {
      let path = try database(folder, at: ["a"])
      let result = try Shell.run(text, on: path, options: mode)
      #expect(result.status == 0)
      #expect(result.output == "")
      #expect(
        try Shell.run(
          "SELECT version_num FROM rev_version; SELECT group_concat(name) FROM sqlite_schema WHERE name LIKE '_1' OR name = 't2';",
          on: path
        )
        .output == "c\nt1,o1,t2\n")
    }
    let connection = try SQLiteConnection(path: try database(folder, at: ["a"]))
    try await connection.script(text)
    #expect(try await connection.column("SELECT version_num FROM rev_version") == ["c"])
    #expect(!connection.isInTransaction)
    #expect(try await connection.column("SELECT name FROM temp.sqlite_schema") == [])
  }

  @Test("changes nothing on a database at another revision, whether the client stops or goes on")
  func wrong() throws {
    let folder = try TemporaryDirectory()
    let text = try script(
      Part(
        expecting: ["a"], statements: ["CREATE TABLE t1 (x)", "DELETE FROM data", move("a", "b")],
        outside: ["VACUUM", "PRAGMA journal_mode = WAL", "CREATE TABLE o1 (x)", "DROP TABLE data"]),
      Part(expecting: ["b"], statements: ["CREATE TABLE t2 (x)", move("b", "c")], outside: ["DROP TABLE rev_version"]),
      Part(expecting: ["c"], statements: ["CREATE TABLE t3 (x)", move("c", "d")]))
    for mode in modes {
      for heads in [["b"], ["c"], ["z"], [], ["a", "b"], nil] {
        let path = try database(folder, at: heads)
        let before = try Shell.dump(path)
        let result = try Shell.run(text, on: path, options: mode)
        #expect(try Shell.dump(path) == before, "\(mode) \(heads ?? ["none"])")
        #expect(try Shell.run("PRAGMA journal_mode;", on: path).output == "delete\n")
        if mode == ["-bail"] {
          #expect(result.status != 0)
          #expect(result.output.contains(heads == nil ? "no such table" : "rev: this script starts at a"))
        }
      }
    }
  }

  @Test("from base creates its tables, and changes nothing where a revision is recorded")
  func base() throws {
    let folder = try TemporaryDirectory()
    let text = try script(
      Part(
        expecting: [], creating: create, statements: ["CREATE TABLE t1 (x)", "INSERT INTO rev_version VALUES ('a')"]))
    for mode in modes {
      for heads in [nil, [], ["a"], ["z"]] as [[String]?] {
        let path = try database(folder, at: heads)
        let before = try Shell.dump(path)
        let result = try Shell.run(text, on: path, options: mode)
        let isRight = heads == nil || heads == []
        #expect((result.output == "") == isRight)
        if isRight {
          #expect(try Shell.run("SELECT version_num FROM rev_version; SELECT * FROM t1;", on: path).output == "a\n")
        } else {
          #expect(try Shell.dump(path) == before, "\(mode) \(heads ?? [])")
        }
      }
    }
    let fresh = folder.path("fresh.db")
    #expect(try Shell.run(text, on: fresh, options: ["-bail"]).status == 0)
  }

  @Test("expects all of several heads, with whatever characters in them")
  func heads() throws {
    let folder = try TemporaryDirectory()
    let text = try script(Part(expecting: ["b'2", "a"], statements: ["CREATE TABLE t1 (x)"]))
    for (heads, isRight) in [
      (["a", "b''2"], true), (["a"], false), (["a", "b''2", "c"], false), (["a", "c"], false),
    ] {
      for mode in modes {
        let path = try database(folder, at: heads)
        _ = try Shell.run(text, on: path, options: mode)
        let count = try Shell.run("SELECT count(*) FROM sqlite_schema WHERE name = 't1';", on: path).output
        #expect(count == (isRight ? "1\n" : "0\n"))
      }
    }
  }

  @Test("leaves nothing of a transaction in which a statement fails, where the client stops")
  func failing() throws {
    let folder = try TemporaryDirectory()
    let path = try database(folder, at: ["a"])
    let text = try script(
      Part(expecting: ["a"], statements: ["CREATE TABLE t1 (x)", move("a", "b")]),
      Part(expecting: ["b"], statements: ["CREATE TABLE t2 (x)", "INSERT INTO nosuch VALUES (1)", move("b", "c")]))
    #expect(try Shell.run(text, on: path, options: ["-bail"]).status != 0)
    #expect(
      try Shell.run(
        "SELECT version_num FROM rev_version; SELECT name FROM sqlite_schema WHERE name LIKE 't_';", on: path
      ).output == "b\nt1\n")
  }

  @Test("is undone by a check that fails or does not compile, with and without -bail")
  func checks() throws {
    let folder = try TemporaryDirectory()
    for (query, words) in [
      ("SELECT count(*) = 2 FROM data", "rev: there aren't two"), ("SELECT NULL", "rev: there aren't two"),
      ("SELECT 1 FROM data WHERE 0", "rev: there aren't two"), ("SELECT 5", "rev: there aren't two"),
      ("SELECT 1 FROM nosuch", "no such table: nosuch"),
    ] {
      for mode in modes {
        let path = try database(folder, at: ["a"])
        let before = try Shell.dump(path)
        let text = try script(
          Part(
            expecting: ["a"],
            statements: ["DELETE FROM data"] + framing.check(query, failure: "there aren't two")
              + framing.check("SELECT 1", failure: "never") + [move("a", "b")], outside: ["CREATE TABLE o1 (x)"]),
          Part(expecting: ["a"], statements: ["CREATE TABLE t2 (x)"]))
        let result = try Shell.run(text, on: path, options: mode)
        #expect(result.output.contains(words), "\(query) \(result.output)")
        #expect(try Shell.dump(path) == before, "\(query) \(mode)")
      }
    }
    let path = try database(folder, at: ["a"])
    let text = try script(
      Part(
        expecting: ["a"], statements: framing.check("SELECT count(*) = 1 FROM data", failure: "x") + [move("a", "b")]))
    #expect(try Shell.run(text, on: path, options: ["-bail"]).output == "")
  }

  @Test("changes nothing while another holds the database, even where that lets go in the middle")
  func busy() async throws {
    let folder = try TemporaryDirectory()
    for mode in modes {
      let path = try database(folder, at: ["a"])
      let before = try Shell.dump(path)
      let holder = try SQLiteConnection(path: path)
      try await holder.run("BEGIN IMMEDIATE")
      let text = try script(
        Part(
          expecting: ["a"], statements: ["CREATE TABLE t1 (x)", "DELETE FROM data", move("a", "b")],
          outside: ["CREATE TABLE o1 (x)"]))
      #expect(try Shell.run(text, on: path, options: mode).output.contains("database is locked"))
      await holder.close()
      #expect(try Shell.dump(path) == before)
    }
    // The other lets go right behind BEGIN: a connection runs the script, each statement whether or not the last one failed.
    let path = try database(folder, at: ["a"])
    let before = try Shell.dump(path)
    let holder = try SQLiteConnection(path: path)
    try await holder.run("BEGIN IMMEDIATE")
    let client = try SQLiteConnection(path: path, busyTimeout: 0)
    let text = try script(
      Part(expecting: ["a"], statements: ["CREATE TABLE t1 (x)", move("a", "b")], outside: ["CREATE TABLE o1 (x)"]))
    for part in try SQLiteDialect().cut(text) {
      try? await client.run(part.text)
      if part.text == "BEGIN IMMEDIATE" { await holder.close() }
    }
    await client.close()
    #expect(try Shell.dump(path) == before)
  }

  @Test("does not commit rows without the row that their foreign key refers to, but lets be what was there before")
  func violations() throws {
    let folder = try TemporaryDirectory()
    let tables =
      "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY, p REFERENCES p (id)); INSERT INTO c VALUES (1, 9);"
    for (statement, isRight) in [
      ("INSERT INTO c VALUES (2, 8)", false), ("INSERT INTO c VALUES (2, NULL)", true), ("DELETE FROM c", true),
    ] {
      for mode in modes {
        let path = try database(folder, at: ["a"])
        _ = try Shell.run(tables, on: path)
        let before = try Shell.dump(path)
        let text = try script(Part(expecting: ["a"], statements: [statement, move("a", "b")]))
        let result = try Shell.run(text, on: path, options: mode)
        #expect((result.output == "") == isRight, "\(result.output)")
        #expect(try (Shell.dump(path) == before) == !isRight)
      }
    }
  }

  @Test(
    "comes through on a database with a foreign key that fits no parent, and takes a new one: it cannot see whether there are rows"
  )
  func unfitKeys() throws {
    let folder = try TemporaryDirectory()
    let tables =
      "CREATE TABLE p (a, b); CREATE TABLE c (x REFERENCES p (b)); INSERT INTO p VALUES (1, 1); INSERT INTO c VALUES (1);"
    for statement in [
      "CREATE TABLE d (x REFERENCES c)", "CREATE TABLE d (x REFERENCES p (a))", "CREATE UNIQUE INDEX u ON p (b)",
      "CREATE TABLE d (x REFERENCES later)",
    ] {
      let path = try database(folder, at: ["a"])
      _ = try Shell.run(tables, on: path)
      let text = try script(Part(expecting: ["a"], statements: [statement, move("a", "b")]))
      #expect(try Shell.run(text, on: path, options: ["-bail"]).output == "", "\(statement)")
    }
  }

  @Test("guards as well where foreign keys are on")
  func foreignKeysOn() throws {
    let folder = try TemporaryDirectory()
    let framing = SQLiteDialect(foreignKeys: true).offlineFraming
    for (heads, isRight) in [(["a"], true), (["b"], false)] {
      let path = try database(folder, at: heads)
      _ = try Shell.run(
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p ON DELETE CASCADE); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);",
        on: path)
      let lines =
        try framing.opening() + framing.begin(expecting: ["a"], in: "rev_version", creating: [])
        + ["DELETE FROM p", move("a", "b")] + framing.commit() + framing.closing()
      for mode in modes.reversed() {
        let result = try Shell.run(lines.map { $0 + ";\n" }.joined(), on: path, options: mode)
        #expect(
          try Shell.run("SELECT count(*) FROM c;", on: path).output == (isRight ? "0\n" : "1\n"), "\(result.output)")
      }
    }
  }

  @Test("rebuilds a table as a connection would")
  func rebuild() async throws {
    let folder = try TemporaryDirectory()
    let tables = """
      CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT, CHECK (a <> 'z'));
      CREATE INDEX ix ON t (a DESC); CREATE VIEW v AS SELECT a FROM t;
      CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET a = a || '!' WHERE id = NEW.id; END;
      INSERT INTO t (a) VALUES ('x'), ('y');
      """
    let online = try database(folder, at: ["a"])
    let offline = try database(folder, at: ["a"])
    for path in [online, offline] { #expect(try Shell.run(tables, on: path).status == 0) }
    let connection = try SQLiteConnection(path: online)
    try await connection.prepareForRevisions()
    let alter = AlterColumn("t", "a", .notNull, .default("none"))
    let statements = try await SQLiteDialect().statements(for: alter.operation, reading: connection)
    try await connection.apply(alter)
    try await connection.run(move("a", "b"))
    await connection.close()
    let lines = try statements.flatMap { statement in
      if case .check(let failure) = statement.kind {
        try framing.check(statement.text, failure: failure)
      } else {
        [statement.text]
      }
    }
    let text = try script(Part(expecting: ["a"], statements: lines + [move("a", "b")]))
    let result = try Shell.run(text, on: offline, options: ["-bail"])
    #expect(result.output == "")
    #expect(try Shell.dump(offline) == (try Shell.dump(online)))
  }
}
