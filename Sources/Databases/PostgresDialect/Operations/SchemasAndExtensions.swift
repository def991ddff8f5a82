import Dialects
import Revisions

extension PostgresDialect {
  func createSchema(_ create: CreateSchema) throws(DialectError) -> [Statement] {
    var text = "CREATE SCHEMA \(create.ifNotExists ? "IF NOT EXISTS " : "")\(try quoted(create.name))"
    if let owner = create.owner { text += " AUTHORIZATION \(try ownerName(owner, of: "the schema \(create.name)"))" }
    return [Statement(text)]
  }

  func dropSchema(_ drop: DropSchema) throws(DialectError) -> [Statement] {
    [Statement("DROP SCHEMA \(ifExists(drop.ifExists))\(try quoted(drop.name))\(cascade(drop.cascade))")]
  }

  func createExtension(_ create: CreateExtension) throws(DialectError) -> [Statement] {
    let value = create.extension
    var text = try quoted(value.name)
    if let schema = value.schema { text += " SCHEMA \(try quoted(schema))" }
    if let version = value.version { text += " VERSION \(try literal(.text(version)))" }
    text += cascade(create.cascade)
    let comments = try comments(value.comment, on: .extension(value.name))
    let statements = [Statement("CREATE EXTENSION \(text)")] + comments
    guard create.ifNotExists else { return statements }
    guard !comments.isEmpty else { return [Statement("CREATE EXTENSION IF NOT EXISTS \(text)")] }
    let name = try literal(.text(value.name))
    return [
      block(where: "NOT EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = \(name))", statements)
    ]
  }

  func dropExtension(_ drop: DropExtension) throws(DialectError) -> [Statement] {
    [Statement("DROP EXTENSION \(ifExists(drop.ifExists))\(try quoted(drop.name))\(cascade(drop.cascade))")]
  }

  func updateExtension(_ update: UpdateExtension) throws(DialectError) -> [Statement] {
    let version = try update.version.map { text throws(DialectError) in " TO \(try literal(.text(text)))" } ?? ""
    return [Statement("ALTER EXTENSION \(try quoted(update.name)) UPDATE\(version)")]
  }
}
