package import Dialects
internal import MigrationPlanning
package import Revisions

/// The table that says where a database stands: one row per effective head, in Alembic's format.
package struct VersionStore: Hashable, Sendable {
  /// The version table.
  package var table: QualifiedName
  /// The journal beside it.
  package var journal: QualifiedName

  /// The longest id that the version table holds, in characters.
  package static let maximumIDLength = 255

  /// Names the two tables.
  package init(table: QualifiedName = "rev_version", journal: QualifiedName = "rev_journal") {
    self.table = table
    self.journal = journal
  }

  static let column = "version_num"

  /// The tables as values, for the dialect to create where they are missing.
  var tables: [CreateTable] { [CreateTable(versionTable, ifNotExists: true), Journal(of: self).creation] }

  /// The statements that make tables, and the schemas that they are to stand in where those are missing.
  func creation(
    of tables: [CreateTable], in dialect: any Dialect, reading catalog: (any DatabaseConnection)?
  ) async throws -> [String] {
    let schemas = Set(tables.compactMap(\.table.name.schema)).sorted()
    var statements = try schemas.compactMap { try dialect.creatingSchema($0) }
    for table in tables {
      statements += try await dialect.statements(for: .createTable(table), reading: catalog).map(\.text)
    }
    return statements
  }

  /// Names the schema of tables that are named without one, so that no statement of a revision can change which are
  /// meant.
  func qualified(on connection: any DatabaseConnection, dialect: any Dialect) async throws -> VersionStore {
    guard table.schema == nil || journal.schema == nil, let query = dialect.defaultSchemaQuery else { return self }
    guard let schema = try await connection.query(query).first?[0].text else { return self }
    return VersionStore(
      table: QualifiedName(table.name, schema: table.schema ?? schema),
      journal: QualifiedName(journal.name, schema: journal.schema ?? schema))
  }

  /// The longest id that the version table takes, which another tool may have made, in characters.
  func maximumIDLength(on connection: any DatabaseConnection, dialect: any Dialect) async throws -> Int {
    guard let query = dialect.lengthLimit(of: Self.column, in: table) else { return Self.maximumIDLength }
    let limit = try await connection.query(query).first?[0].integer
    return min(limit.map(Int.init) ?? Self.maximumIDLength, Self.maximumIDLength)
  }

  private var versionTable: Table {
    Table(
      table, columns: [Column(Self.column, .varchar(length: Self.maximumIDLength)).notNull()],
      constraints: [.primaryKey(PrimaryKey(Self.column, name: "\(table.name)_pkc"))])
  }

  /// The statements that bring the table from one set of rows to the next.
  func statements(for transition: HeadTransition, in dialect: any Dialect) throws -> [String] {
    let name = try dialect.quoted(table)
    let column = try dialect.quoted(Self.column)
    func literal(_ id: RevisionID) throws -> String { try dialect.literal(.text(id.rawValue)) }

    var result: [String] = []
    for id in transition.deletes { result.append("DELETE FROM \(name) WHERE \(column) = \(try literal(id))") }
    if let update = transition.update {
      result.append(
        "UPDATE \(name) SET \(column) = \(try literal(update.to)) WHERE \(column) = \(try literal(update.from))")
    }
    for id in transition.inserts { result.append("INSERT INTO \(name) (\(column)) VALUES (\(try literal(id)))") }
    return result
  }

  /// The rows as they stand, sorted; none where the table does not exist.
  ///
  /// Throws ``ExecutionError`` for rows that no revision can be, unless they are to be passed over, and what the
  /// connection throws.
  package func heads(
    on connection: any DatabaseConnection, dialect: any Dialect, passingOverInvalid: Bool = false
  ) async throws -> [RevisionID] {
    guard try await !connection.query(dialect.tableExists(table)).isEmpty else { return [] }
    return try await rows(on: connection, passingOverInvalid: passingOverInvalid)
  }

  /// The rows of a table that is there, sorted.
  ///
  /// Throws as ``heads(on:dialect:passingOverInvalid:)`` does.
  func rows(on connection: any DatabaseConnection, passingOverInvalid: Bool) async throws -> [RevisionID] {
    let rows = try await connection.query("SELECT \(identifier: Self.column) FROM \(identifier: table)")
    var heads: [RevisionID] = []
    for row in rows {
      let id = row[0].text ?? ""
      if let fault = fault(of: id, besides: heads) {
        if passingOverInvalid { continue }
        throw ExecutionError.invalidVersionRow(table: table, value: row[0], fault)
      }
      heads.append(RevisionID(id))
    }
    return heads.sorted()
  }

  private func fault(of id: String, besides heads: [RevisionID]) -> ExecutionError.VersionRowFault? {
    if id.isEmpty { return .notAnID }
    if id.unicodeScalars.count > Self.maximumIDLength { return .tooLong }
    return heads.contains(RevisionID(id)) ? .repeated : nil
  }
}
