import Dialects
import Revisions

/// Makes values of the rows in which SQLite keeps the text of all that was created.
struct SchemaReader {
  private let ignored: Set<CanonicalForm.Address>
  /// What was read, in the words of its text.
  private(set) var schema = Schema()
  /// What values cannot express.
  private(set) var unsupported: [UnsupportedObject] = []
  /// The texts of all that can be made anywhere: what makes virtual tables need not be there.
  private(set) var originals: [String] = []

  init(ignoring tables: Set<QualifiedName>) { ignored = Set(tables.map { CanonicalForm.Address($0) }) }

  /// Reads the rows of one database: type, name, table and text.
  mutating func read(_ rows: [SQLRow], of home: String) {
    let schemaName = CanonicalForm.home(home)
    let virtualTables = VirtualTables(rows)
    // What is left out takes what hangs on it with it.
    var absent: Set<FoldedName> = []
    for row in rows {
      guard row[0].text == "table", let name = row[1].text, let sql = row[3].text, !Self.isInternal(name) else {
        continue
      }
      let address = QualifiedName(name, schema: schemaName)
      if ignored.contains(CanonicalForm.Address(address)) {
        absent.insert(FoldedName(name))
      } else if virtualTables.contains(name) {
        unsupported.append(UnsupportedObject("virtual table", name))
      } else if virtualTables.owner(of: name) != nil {
        // It comes and goes with the virtual table, which is named.
        absent.insert(FoldedName(name))
      } else if let text = try? TableText(sql) {
        originals.append(sql)
        var reader = TableReader(text, of: address)
        schema.tables.append(reader.read())
        unsupported += reader.unsupported
      } else {
        unsupported.append(UnsupportedObject("table", name))
      }
    }
    for row in rows {
      guard let type = row[0].text, let name = row[1].text, let sql = row[3].text, type != "table",
        let table = row[2].text, type == "view" || !absent.contains(FoldedName(table))
      else { continue }
      originals.append(sql)
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

  /// Whether a table is SQLite's own.
  private static func isInternal(_ name: String) -> Bool {
    let prefix = Array("sqlite_".utf8)
    return name.utf8.count >= prefix.count && SQLiteQuoting.same(String(name.prefix(prefix.count)), "sqlite_")
  }
}
