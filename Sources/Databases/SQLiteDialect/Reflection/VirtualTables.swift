import Revisions

/// The virtual tables of a database, and the tables in which they keep what is theirs.
struct VirtualTables {
  /// The table's name and its module, by the name as SQLite compares it.
  private var modules: [FoldedName: (name: String, module: String)] = [:]

  init(_ rows: [SQLRow]) {
    for row in rows {
      guard let sql = row[3].text, sql.utf8.starts(with: "CREATE VIRTUAL TABLE".utf8), let name = row[1].text else {
        continue
      }
      let bytes = Array(sql.utf8)
      let tokens = Tokenizer.tokens(of: bytes)
      let using = tokens.firstIndex { $0.isWord("USING", in: bytes) } ?? tokens.endIndex
      let module = using + 1 < tokens.endIndex ? tokens[using + 1].name(in: bytes) : ""
      modules[FoldedName(name)] = (name, module)
    }
  }

  func contains(_ name: String) -> Bool { modules[FoldedName(name)] != nil }

  /// The views and triggers that use a virtual table, at any distance: they cannot be made where it is not.
  func users(among rows: [SQLRow]) -> Set<FoldedName> {
    guard !modules.isEmpty else { return [] }
    var left = rows.compactMap { row -> SchemaObject? in
      guard let type = row[0].text, let name = row[1].text, let sql = row[3].text, ["view", "trigger"].contains(type)
      else { return nil }
      return SchemaObject(type: type, name: name, table: row[2].text ?? name, sql: sql, isTemporary: false)
    }
    var relations = Set(modules.keys)
    var users: Set<FoldedName> = []
    var found = left
    repeat {
      found = left.filter { $0.uses(relations) || relations.contains(FoldedName($0.table)) }
      left.removeAll { object in found.contains { $0.type == object.type && $0.name == object.name } }
      for object in found {
        users.insert(FoldedName(object.name))
        if object.type == "view" { relations.insert(FoldedName(object.name)) }
      }
    } while !found.isEmpty
    return users
  }

  /// The virtual table that a table belongs to: its name begins with that table's, and ends as its module has it.
  func owner(of name: String) -> String? {
    guard !modules.isEmpty else { return nil }
    let bytes = FoldedName(name).bytes
    for (owner, entry) in modules {
      guard bytes.count > owner.bytes.count + 1, bytes.starts(with: owner.bytes),
        bytes[owner.bytes.count] == UInt8(ascii: "_")
      else { continue }
      let suffix = String(decoding: bytes[(owner.bytes.count + 1)...], as: UTF8.self)
      // Of a module that is not known, nothing is known to be safe to touch.
      if Self.suffixes[entry.module.lowercased()]?.contains(suffix) ?? true { return entry.name }
    }
    return nil
  }

  private static let suffixes: [String: Set<String>] = [
    "fts3": ["content", "segments", "segdir"],
    "fts4": ["content", "segments", "segdir", "docsize", "stat"],
    "fts5": ["data", "idx", "content", "docsize", "config"],
    "rtree": ["node", "rowid", "parent"], "rtree_i32": ["node", "rowid", "parent"],
    "geopoly": ["node", "rowid", "parent"],
    // These keep nothing.
    "fts3tokenize": [], "fts4aux": [], "fts5vocab": [], "dbstat": [],
  ]
}
