import Dialects
import Revisions

extension PostgresDialect {
  func createIndex(_ create: CreateIndex) throws(DialectError) -> [Statement] {
    let index = create.index
    let name = QualifiedName(index.name, schema: index.table.schema)
    var followUps: [Statement] = []
    if let parent = index.parent {
      followUps.append(try attachIndex(name, to: parent))
    }
    followUps += try comments(index.comment, on: .index(name))
    guard create.ifNotExists, !followUps.isEmpty else {
      let definition = try indexDefinition(index, concurrently: create.concurrently, ifNotExists: create.ifNotExists)
      return [Statement(definition, transactionRule: create.concurrently ? .outside : .any)] + followUps
    }
    guard !create.concurrently else {
      throw DialectError(
        "the index \(index.name) is to be built concurrently where it is not there, and to have a comment or a parent: "
          + "what is done depends on whether it is there, and a statement that runs CONCURRENTLY has to stand alone",
        hint: "give the comment in an operation of its own, or leave out `ifNotExists`")
    }
    return [
      block(
        where: try isMissing(name),
        [Statement(try indexDefinition(index, concurrently: false, ifNotExists: false))] + followUps)
    ]
  }

  func dropIndex(_ drop: DropIndex) throws(DialectError) -> [Statement] {
    let name = QualifiedName(drop.name, schema: drop.table.schema)
    let concurrently = drop.concurrently ? "CONCURRENTLY " : ""
    let statement = Statement(
      "DROP INDEX \(concurrently)\(ifExists(drop.ifExists))\(try quoted(name))\(cascade(drop.cascade))",
      transactionRule: drop.concurrently ? .outside : .any)
    // A part of another index goes with that one, and cannot go before it.
    guard drop.former?.parent != nil, !drop.concurrently else { return [statement] }
    return [block(where: try isWhole(name), [statement])]
  }

  /// The condition that there is an index, and that it is no part of another.
  private func isWhole(_ name: QualifiedName) throws(DialectError) -> String {
    "EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = to_regclass(\(try nameLiteral(name))) AND NOT relispartition)"
  }

  func attachIndex(_ attach: AttachIndex) throws(DialectError) -> [Statement] {
    [try self.attachIndex(attach.index, to: attach.parent)]
  }

  private func attachIndex(_ index: QualifiedName, to parent: QualifiedName) throws(DialectError) -> Statement {
    Statement("ALTER INDEX \(try quoted(parent)) ATTACH PARTITION \(try quoted(index))")
  }

  private func indexDefinition(
    _ index: Index, concurrently: Bool, ifNotExists: Bool
  ) throws(DialectError) -> String {
    guard !index.parts.isEmpty else { throw DialectError("the index \(index.name) has no columns") }
    var text = "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX \(concurrently ? "CONCURRENTLY " : "")"
    // An index stands in its table's schema, which PostgreSQL does not want said twice.
    text += "\(ifNotExists ? "IF NOT EXISTS " : "")\(try quoted(index.name)) ON "
    text += (index.onlyTable ? "ONLY " : "") + (try quoted(index.table))
    if index.method != .btree { text += " USING \(try quoted(index.method.rawValue))" }
    var parts: [String] = []
    for part in index.parts { parts.append(try indexPart(part)) }
    text += " (\(parts.joined(separator: ", ")))"
    if !index.include.isEmpty { text += " INCLUDE (\(try quotedList(index.include)))" }
    if !index.nullsAreDistinct { text += " NULLS NOT DISTINCT" }
    text += try withClause(index.storageParameters)
    if let tablespace = index.tablespace { text += " TABLESPACE \(try quoted(tablespace))" }
    if let predicate = index.predicate { text += " WHERE \(try enclosed(predicate))" }
    return text
  }

  /// A column or an expression of an index, and how it is kept.
  func indexPart(_ part: Index.Part) throws(DialectError) -> String {
    var text: String
    switch part.key {
    case .column(let column): text = try quoted(column)
    case .expression(let expression): text = try enclosed(expression)
    }
    if let collation = part.collation { text += " COLLATE \(try quoted(collation))" }
    if let operators = part.operatorClass {
      text += " \(try quoted(operators.name))"
      if !operators.parameters.isEmpty { text += " " + (try parameterList(operators.parameters)) }
    }
    if part.direction == .descending { text += " DESC" }
    if let nulls = part.nulls { text += " NULLS \(nulls.rawValue)" }
    return text
  }
}
