import Dialects
import Revisions

extension PostgresDialect {
  /// Changes that PostgreSQL can make together go out as one ALTER TABLE; a kind of change that comes again begins
  /// another.
  func alterColumn(_ alter: AlterColumn) throws(DialectError) -> [Statement] {
    var statements: [Statement] = []
    var pending = ColumnChangeGroup()
    for change in alter.changes where !pending.add(change) {
      statements += try flush(pending, of: alter)
      pending = ColumnChangeGroup()
      pending.add(change)
    }
    return statements + (try flush(pending, of: alter))
  }

  private func flush(_ changes: ColumnChangeGroup, of alter: AlterColumn) throws(DialectError) -> [Statement] {
    let column = "ALTER COLUMN \(try quoted(alter.column)) "
    var statements: [Statement] = []
    // What goes, goes first: a default that does not convert would stop the type's change, and a new one would be
    // converted along; an identity needs its NOT NULL.
    var actions: [String] = []
    if changes.dropsIdentity { actions.append("DROP IDENTITY") }
    if changes.dropsExpression { actions.append("DROP EXPRESSION") }
    if changes.dropsDefault || (changes.type != nil && changes.newDefault != nil) { actions.append("DROP DEFAULT") }
    if changes.isNullable == true { actions.append("DROP NOT NULL") }
    if let type = changes.type {
      var action = "TYPE \(try typeName(type))"
      if let collation = changes.collation ?? nil { action += " COLLATE \(try quoted(collation))" }
      if let using = changes.using { action += " USING \(try enclosed(using))" }
      actions.append(action)
    } else if let collation = changes.collation {
      statements.append(try collationChange(collation, of: alter.column, in: alter.table))
    }
    if let value = changes.newDefault { actions.append("SET DEFAULT \(try defaultText(value, for: changes.type))") }
    if changes.isNullable == false { actions.append("SET NOT NULL") }
    if let identity = changes.addedIdentity { actions.append("ADD \(try identityClause(identity))") }
    if let (new, old) = changes.changedIdentity { actions.append(try identityChange(new, from: old, of: alter)) }
    if let storage = changes.storage { actions.append("SET STORAGE \(storage.rawValue)") }
    if let method = changes.compression {
      actions.append(
        "SET COMPRESSION " + (try method.map { name throws(DialectError) in try quoted(name) } ?? "default"))
    }
    if !actions.isEmpty { statements.append(try alterTable(alter.table, actions.map { column + $0 })) }
    if let target = changes.statistics {
      // A partition that is made later does not take it over, so that those which are there do not either.
      statements.append(
        Statement("ALTER TABLE ONLY \(try quoted(alter.table)) \(column)SET STATISTICS \(target ?? -1)"))
    }
    if let words = changes.comment {
      statements.append(try comment(words, on: .column(table: alter.table, alter.column)))
    }
    return statements
  }

  /// What differs from the identity as it was; where that is not said, all that is said of the new one.
  private func identityChange(
    _ new: Column.Identity, from old: Column.Identity?, of alter: AlterColumn
  ) throws(DialectError) -> String {
    guard new.sequence == old?.sequence || (old == nil && new.sequence == nil) else {
      throw DialectError(
        "the sequence behind \(alter.table).\(alter.column) is to get another name, which is not the column's to change",
        hint: "use Rename(.sequence(…), to: …)")
    }
    var actions: [String] = []
    if new.isAlways != old?.isAlways { actions.append("SET GENERATED \(new.isAlways ? "ALWAYS" : "BY DEFAULT")") }
    actions += SequenceOptions(new).changes(from: old.map(SequenceOptions.init)).map { "SET " + $0 }
    guard !actions.isEmpty else {
      throw DialectError("the identity of \(alter.table).\(alter.column) is to change, but to nothing else")
    }
    return actions.joined(separator: " ")
  }

  /// PostgreSQL changes a collation only together with the type, which is read where the statement runs.
  private func collationChange(
    _ collation: QualifiedName?, of column: String, in table: QualifiedName
  ) throws(DialectError) -> Statement {
    let clause = try collation.map { name throws(DialectError) in " COLLATE \(try quoted(name))" } ?? ""
    let change = "ALTER TABLE \(try quoted(table)) ALTER COLUMN \(try quoted(column)) TYPE "
    return block([
      "EXECUTE \(try literal(.text(change))) || (",
      "  SELECT format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute",
      "  WHERE attrelid = \(try nameLiteral(table))::regclass AND attname = \(try literal(.text(column)))",
      ") || \(try literal(.text(clause)));",
    ])
  }
}

/// The changes to a column that go into one ALTER TABLE.
private struct ColumnChangeGroup {
  var type: DataType?
  var using: SQLFragment?
  var isNullable: Bool?
  var newDefault: Column.DefaultValue?
  var dropsDefault = false
  var collation: QualifiedName??
  var comment: String??
  var addedIdentity: Column.Identity?
  var changedIdentity: (Column.Identity, Column.Identity?)?
  var dropsIdentity = false
  var dropsExpression = false
  var storage: Column.Storage?
  var compression: String??
  var statistics: Int??

  private var hasIdentityChange: Bool { addedIdentity != nil || changedIdentity != nil || dropsIdentity }

  /// Takes a change in, unless one of its kind is there already.
  @discardableResult
  mutating func add(_ change: AlterColumn.Change) -> Bool {
    let isNew =
      switch change {
      case .type: type == nil
      case .nullable: isNullable == nil
      case .setDefault: newDefault == nil
      case .dropDefault: newDefault == nil && !dropsDefault
      case .collation: collation == nil
      case .comment: comment == nil
      case .addIdentity, .identity, .dropIdentity: !hasIdentityChange
      case .dropExpression: !dropsExpression
      case .storage: storage == nil
      case .compression: compression == nil
      case .statistics: statistics == nil
      }
    guard isNew else { return false }
    switch change {
    case .type(let new, _, let expression, _):
      type = new
      using = expression
    case .nullable(let flag): isNullable = flag
    case .setDefault(let value, _): newDefault = value
    case .dropDefault: dropsDefault = true
    case .collation(let name, _): collation = .some(name)
    case .comment(let text, _): comment = .some(text)
    case .addIdentity(let identity): addedIdentity = identity
    case .identity(let new, let old): changedIdentity = (new, old)
    case .dropIdentity: dropsIdentity = true
    case .dropExpression: dropsExpression = true
    case .storage(let new, _): storage = new
    case .compression(let method, _): compression = .some(method)
    case .statistics(let target, _): statistics = .some(target)
    }
    return true
  }
}
