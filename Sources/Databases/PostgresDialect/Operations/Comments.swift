import Dialects
import Revisions

extension PostgresDialect {
  /// What a new database says of its schema `public`.
  static let commentOnPublic = "standard public schema"

  /// A comment, or with nil its end; the schema `public` then has the one that it has from the start.
  func comment(_ comment: String?, on object: DatabaseObject) throws(DialectError) -> Statement {
    let comment = comment ?? (object == .schema("public") ? Self.commentOnPublic : nil)
    let text = try comment.map { words throws(DialectError) in try literal(.text(words)) } ?? "NULL"
    return Statement("COMMENT ON \(try address(of: object)) IS \(text)")
  }

  /// The comment of an object that has just been created, where it has one; or of one that has been replaced and keeps
  /// the comment that it had, where it has another.
  func comments(
    _ comment: String?, on object: DatabaseObject, replacing former: String? = nil
  ) throws(DialectError) -> [Statement] {
    comment == former ? [] : [try self.comment(comment, on: object)]
  }

  /// The comments of columns that have one.
  func comments(on columns: [Column], of table: QualifiedName) throws(DialectError) -> [Statement] {
    var statements: [Statement] = []
    for column in columns { statements += try comments(column.comment, on: .column(table: table, column.name)) }
    return statements
  }
}
