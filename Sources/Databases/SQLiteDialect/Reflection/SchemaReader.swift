import Dialects
import Revisions

/// Makes values of the rows in which SQLite keeps the text of all that was created.
struct SchemaReader {
  private let ignored: Set<CanonicalForm.Address>
  /// What was read, in the words of its text.
  private(set) var schema = Schema()
  /// What values cannot express.
  private(set) var unsupported: [UnsupportedObject] = []
  /// The texts of all, in the order in which they can be run; what makes virtual tables need not be there.
  private(set) var originals: [Original] = []

  init(ignoring tables: Set<QualifiedName>) { ignored = Set(tables.map { CanonicalForm.Address($0) }) }

  /// Reads the rows of one database: type, name, table and text.
  mutating func read(_ rows: [SQLRow], of home: String) {
    let schemaName = CanonicalForm.home(home)
    let virtualTables = VirtualTables(rows)
    // What is left out takes what hangs on it with it.
    var absent: Set<FoldedName> = []
    var texts: [FoldedName: TableText] = [:]
    for row in rows {
      guard row[0].text == "table", let name = row[1].text, let sql = row[3].text, !Self.isInternal(name) else {
        continue
      }
      let address = QualifiedName(name, schema: schemaName)
      if ignored.contains(CanonicalForm.Address(address)) {
        absent.insert(FoldedName(name))
      } else if virtualTables.contains(name) {
        unsupported.append(UnsupportedObject("virtual table", name))
        originals.append(Original(sql, isOptional: true))
      } else if virtualTables.owner(of: name) != nil {
        // It comes and goes with the virtual table, which is named.
        absent.insert(FoldedName(name))
      } else if let text = try? TableText(sql) {
        originals.append(Original(Self.hasDoubleQuotes(sql) ? LegacyString.settled(text) : sql))
        texts[FoldedName(name)] = text
        var reader = TableReader(text, of: address)
        schema.tables.append(reader.read())
        unsupported += reader.unsupported
      } else {
        unsupported.append(UnsupportedObject("table", name))
      }
    }
    // Without figures: what is made anew keeps those that it had. The library may make more than the one table, and need not.
    if rows.contains(where: { $0[1].text == "sqlite_stat1" }) {
      originals += ["ANALYZE sqlite_schema", "DROP TABLE IF EXISTS sqlite_stat4"].map { Original($0) }
    }
    let users = virtualTables.users(among: rows)
    for row in rows {
      guard let type = row[0].text, let name = row[1].text, let sql = row[3].text, type != "table",
        let table = row[2].text, type == "view" || !absent.contains(FoldedName(table))
      else { continue }
      var original = sql
      if type == "index", Self.hasDoubleQuotes(sql), let text = texts[FoldedName(table)] {
        let index = SchemaObject(type: type, name: name, table: table, sql: sql, isTemporary: false)
        original = String(decoding: LegacyString.settled(index, on: text).bytes, as: UTF8.self)
      }
      originals.append(Original(original))
      if type != "index", users.contains(FoldedName(name)) {
        unsupported.append(UnsupportedObject(type, "\(name), which uses a virtual table"))
        continue
      }
      read(type, name, sql, of: QualifiedName(table, schema: schemaName))
    }
  }

  private mutating func read(_ type: String, _ name: String, _ sql: String, of table: QualifiedName) {
    var reader = ObjectReader(sql, subject: "the \(type) \(name)")
    do throws(DialectError) {
      switch type {
      case "index": schema.indexes.append(try reader.index(name, of: table))
      case "view": schema.views.append(try reader.view(QualifiedName(name, schema: table.schema)))
      case "trigger": schema.triggers.append(try reader.trigger(name, of: table))
      default: unsupported.append(UnsupportedObject(type, name))
      }
    } catch {
      unsupported.append(UnsupportedObject(type, name, of: type == "view" ? nil : table))
    }
  }

  /// Whether a text may have strings in double quotes, which are none where it is run again.
  private static func hasDoubleQuotes(_ sql: String) -> Bool { sql.utf8.contains(UInt8(ascii: "\"")) }

  /// Whether a table is SQLite's own.
  static func isInternal(_ name: String) -> Bool {
    let prefix = Array("sqlite_".utf8)
    return name.utf8.count >= prefix.count && SQLiteQuoting.same(String(name.prefix(prefix.count)), "sqlite_")
  }
}
