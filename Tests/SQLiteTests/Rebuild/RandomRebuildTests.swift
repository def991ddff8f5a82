import Dialects
import RandomTesting
import Revisions
import Testing

@testable import SQLiteDialect
@testable import SQLiteDriver

/// Random tables with rows, views, triggers and children; a random change; and all that the change is not about the same.
@Suite("Random tables")
struct RandomRebuildTests {
  private struct Scene {
    var columns: [String] = []
    var key: String?
    var definitions: [String] = []
    var script = ""
  }

  private static let names = ["a", "b c", "order", "É", "x\"y", "Key", "rowid_", "desc", "t"]

  private func scene(_ generator: inout SplitMix64) -> Scene {
    var scene = Scene()
    scene.columns = Array(Self.names.shuffled(using: &generator).prefix(Int.random(in: 3...6, using: &generator)))
    let keyKind = Int.random(in: 0...3, using: &generator)
    for (position, name) in scene.columns.enumerated() {
      var text = quoted(name)
      if position == 0, keyKind == 1 || keyKind == 2 {
        scene.key = name
        text += " INTEGER PRIMARY KEY" + (keyKind == 2 ? " AUTOINCREMENT" : "")
      } else {
        text += ["", " TEXT", " VARCHAR(20)", " INT", " NUMERIC(10, 2)"].randomElement(using: &generator) ?? ""
        for clause in [
          " NOT NULL", " DEFAULT 'd;'", " COLLATE NOCASE", " CHECK (\(quoted(name)) <> 'never')", " /* note */",
        ]
        where Int.random(in: 0...3, using: &generator) == 0 { text += clause }
      }
      scene.definitions.append(text)
    }
    if Bool.random(using: &generator) { scene.definitions.append("CHECK (length(\(quoted(scene.columns[1]))) < 99)") }
    if Bool.random(using: &generator) {
      scene.definitions.append("CONSTRAINT \"u n\" UNIQUE (\(scene.columns.map(quoted).joined(separator: ", ")))")
    }
    let isWithoutRowID = keyKind == 3
    if isWithoutRowID { scene.definitions.append("PRIMARY KEY (\(quoted(scene.columns[0])))") }
    let comma = Bool.random(using: &generator) ? ", -- and\n  " : ","
    scene.script = """
      CREATE TABLE child (p REFERENCES main_table ON DELETE CASCADE, n);
      CREATE TABLE main_table (\(scene.definitions.joined(separator: comma)))\(isWithoutRowID ? " WITHOUT ROWID" : "");
      CREATE TABLE main_table_2 (x);
      CREATE INDEX ix ON main_table (\(quoted(scene.columns[1])) DESC);
      CREATE VIEW v AS SELECT * FROM main_table;
      CREATE VIEW w AS SELECT count(*) AS n FROM v, main_table_2;
      CREATE TRIGGER tr AFTER DELETE ON main_table BEGIN INSERT INTO main_table_2 SELECT CASE WHEN n > 1 THEN n END FROM w; END;
      CREATE TRIGGER tr2 AFTER INSERT ON main_table_2 BEGIN UPDATE child SET n = (SELECT count(*) FROM main_table); END;
      INSERT INTO child VALUES (1, 1), (2, 2), (999, 3);\n
      """
    for row in 1...8 {
      let values = scene.columns.indices.map {
        $0 == 0
          ? "\(row * 10)"
          : "'\(["x", "12", "1.50", "é'", "NULL"].randomElement(using: &generator) ?? "")\(row)'".replacing(
            "é'", with: "é''")
      }
      scene.script += "INSERT INTO main_table VALUES (\(values.joined(separator: ", ")));\n"
    }
    return scene
  }

  private func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

  private func change(_ scene: Scene, _ generator: inout SplitMix64) -> any OperationValue {
    let table: QualifiedName = "main_table"
    let column = scene.columns.dropFirst().randomElement(using: &generator) ?? "a"
    switch Int.random(in: 0...8, using: &generator) {
    case 0: return AlterColumn(table, column, .notNull)
    case 1: return AlterColumn(table, column, .nullable, .default("it's"))
    case 2: return AlterColumn(table, column, .dropDefault(), .collation("RTRIM"))
    case 3: return AddConstraint(Check("\(identifier: column) <> 'nothing'", name: "more"), to: table)
    case 4: return AddConstraint(Unique(columns: scene.columns), to: table)
    case 5: return AddConstraint(ForeignKey(columns: [column], references: "main_table_2", ["x"]), to: table)
    case 6: return AddColumn(table, Column("added", .timestamp).notNull().default(.currentTimestamp))
    case 7: return AddColumn(table, Column("added", .text).generated(as: "\(identifier: column) || '!'"))
    default: return AlterColumn(table, column, .notNull, .default(5), .collation("NOCASE"))
    }
  }

  @Test("come out of several changes at once as they do out of one after the other")
  func together() async throws {
    let dialect = SQLiteDialect()
    var joined = 0
    for seed in 0..<rounds(150) {
      var generator = SplitMix64(seed: UInt64(seed))
      let scene = scene(&generator)
      var changes = (0..<4).map { _ in change(scene, &generator) }
      changes.removeAll { $0 is AddColumn }
      let operations = changes.map(\.operation)
      let groups = dialect.joined(operations)
      joined += groups.count { $0.count > 1 }
      var ends: [[[String]]] = []
      for isTogether in [false, true] {
        let connection = try await SQLiteConnection.memory()
        try await connection.script(scene.script)
        var failure = "none"
        do {
          for group in isTogether ? groups : operations.map({ [$0] }) {
            try await connection.apply(try await dialect.statements(forAll: group, reading: connection))
          }
        } catch {
          failure = "failed"
        }
        let list = scene.columns.map(quoted).joined(separator: " || '|' || ")
        ends.append([
          [failure],
          // Before it failed, the one had made some of the changes.
          failure == "none" ? try await connection.column("SELECT sql FROM sqlite_schema ORDER BY name") : [],
          try await connection.column("SELECT \(list) FROM main_table ORDER BY 1"),
        ])
      }
      #expect(ends[0] == ends[1], "seed \(seed): \(changes)\n\(scene.script)")
    }
    #expect(joined > rounds(150) / 2)
  }

  @Test("lose no row and no property that the change is not about")
  func survive() async throws {
    for seed in 0..<rounds(150) {
      var generator = SplitMix64(seed: UInt64(seed))
      let scene = scene(&generator)
      let connection = try await SQLiteConnection.memory()
      try await connection.script(scene.script)
      let list = scene.columns.map(quoted).joined(separator: ", ")
      let rows: SQLFragment = "SELECT \(raw: list) FROM main_table ORDER BY 1"
      let hasRowID = await (try? connection.query("SELECT rowid FROM main_table")) != nil
      let numbers: SQLFragment = hasRowID ? "SELECT rowid FROM main_table ORDER BY 1" : "SELECT 1"
      let objects: SQLFragment =
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name <> 'main_table' AND sql IS NOT NULL ORDER BY name"
      let info: SQLFragment = "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('main_table')"
      let before = try await [rows, numbers, objects].asyncMap { try await connection.query($0) }
      let columns = try await connection.query(info)
      let change = change(scene, &generator)
      do {
        try await connection.apply(change)
      } catch let error as DialectError {
        Issue.record("seed \(seed): \(error.message)\n\(scene.script)")
        continue
      }
      let after = try await [rows, numbers, objects].asyncMap { try await connection.query($0) }
      #expect(after == before, "seed \(seed): \(change)\n\(scene.script)")
      let text = try await connection.column("SELECT sql FROM sqlite_schema WHERE name = 'main_table'").first ?? ""
      var touched: Set<String> = []
      if let alter = change as? AlterColumn { touched = [alter.column] }
      for column in columns where !touched.contains(column[0].text ?? "") {
        #expect(try await connection.query(info).contains(column), "seed \(seed)")
      }
      for definition in scene.definitions where !touched.contains(where: { definition.hasPrefix(quoted($0)) }) {
        // A comment on the last element may come to stand behind the comma.
        #expect(text.contains(definition.replacing(" /* note */", with: "")), "seed \(seed)")
      }
      if touched.isEmpty {
        let notes = scene.definitions.count { $0.contains("/* note */") }
        #expect(text.matches(of: /\/\* note \*\//).count == notes, "seed \(seed)")
      }
      #expect(try await connection.column("PRAGMA integrity_check") == ["ok"])
      // The view has to see what is in the table, and the triggers have to act.
      try await connection.run("DELETE FROM main_table WHERE \(quoted(scene.columns[0])) = 10")
      #expect(try await connection.column("SELECT count(*) FROM v") == ["7"])
      #expect(try await connection.column("SELECT n FROM child") == ["7", "7", "7"])
    }
  }
}

extension Array {
  fileprivate func asyncMap<Result>(_ body: (Element) async throws -> Result) async rethrows -> [Result] {
    var results: [Result] = []
    for element in self { results.append(try await body(element)) }
    return results
  }
}
