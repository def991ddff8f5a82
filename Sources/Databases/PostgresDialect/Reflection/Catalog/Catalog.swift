import Dialects
import Revisions

/// What has been read so far of a database, and by what the next query finds it again.
final class Catalog {
  let scope: ReflectionScope
  /// The schema whose names are written without it.
  let home: String?
  let version: Int
  /// Who reads.
  let role: String
  /// The access method that tables have where none is named.
  let tableMethod: String
  /// The ids of the schemas that are read, as an array's text.
  var schemas = "{}"
  /// The schemas that are not read, as far as anything but the tables that the scope ignores is in them.
  var schemasLeftOut: [String] = []
  /// The catalogs in which the database has objects of its own.
  var filled: Set<SystemCatalog> = []

  var schema = Schema()
  var unsupported: [UnsupportedObject] = []
  var revoked: [Revoke] = []
  var owners: [SetOwner] = []
  /// The indexes that are there and not used.
  var invalidIndexes: Set<QualifiedName> = []

  /// Tables, partitioned or not, by their ids.
  var tables: [Int: TableEntry] = [:]
  /// The materialized views, by their ids.
  var materializedViews: Set<Int> = []
  /// Every other relation that is read, by its id.
  var relations: [Int: QualifiedName] = [:]
  /// The columns of tables by the tables' ids and their own numbers.
  var columnNames: [Int: [Int: String]] = [:]
  /// The columns that tables have only by inheritance.
  var inheritedColumns: [Int: [Column]] = [:]
  /// What relations are left out, with all that belongs to them.
  var ignored: Set<Int> = []
  /// What operations cannot make, and what needs that, by the ids that each catalog has.
  var outOfReach: [String: Set<Int>] = [:]
  /// Indexes of partitioned tables and of partitions, until it is known which follow from others.
  var partitionIndexes: [PartitionIndex] = []
  /// Where composite types stand among those read, by the ids of their relations.
  var compositeTypes: [Int: Int] = [:]
  private var types: [String: DataType] = [:]

  /// A table that is put together from several queries.
  struct TableEntry {
    var table: Table
    var isPartition: Bool
    /// The ids of the tables that it inherits from, or is a partition of.
    var parents: [Int]
  }

  /// An index of a partitioned table or of a partition.
  struct PartitionIndex {
    var id: Int
    var table: Int
    /// The index of the parent that it is a part of.
    var parent: Int?
    /// Nil where it belongs to a constraint.
    var index: Index?
    var isValid: Bool
  }

  init(scope: ReflectionScope, home: String?, version: Int, role: String, tableMethod: String) {
    self.scope = scope
    self.home = home
    self.version = version
    self.role = role
    self.tableMethod = tableMethod
  }

  /// A name, without its schema where that is the default one.
  func name(_ schema: String, _ name: String) -> QualifiedName {
    QualifiedName(name, schema: schema == home ? nil : schema)
  }

  /// A name of an object that is found without its schema where it is in `pg_catalog` too.
  func visibleName(_ schema: String?, _ name: String?) -> QualifiedName? {
    guard let schema, let name else { return nil }
    return QualifiedName(name, schema: schema == home || schema == "pg_catalog" ? nil : schema)
  }

  /// The queries that can have an answer.
  func needed(_ queries: CatalogQueries) -> CatalogQueries {
    func isNeeded(_ query: CatalogQuery) -> Bool { query.catalog.map(filled.contains) ?? true }
    return CatalogQueries(first: queries.first.filter(isNeeded), second: queries.second.filter(isNeeded))
  }

  func type(_ text: String) -> DataType {
    if let known = types[text] { return known }
    let type = TypeText.type(of: text)
    types[text] = type
    return type
  }

  func note(_ kind: String, _ name: String, of table: QualifiedName? = nil) {
    unsupported.append(UnsupportedObject(kind, name, of: table))
  }

  /// A comment on what has no place of its own for one.
  func comment(_ text: String?, on object: DatabaseObject) {
    guard let text else { return }
    schema.comments.append(Comment(on: object, text))
  }

  /// Whether a table is one that the scope leaves out.
  func ignores(_ name: QualifiedName) -> Bool {
    scope.ignoredTables.contains(name)
      || scope.ignoredTables.contains(QualifiedName(name.name, schema: name.schema ?? home))
  }

  /// Hands over what was put together from several queries.
  func finish() throws(DialectError) {
    try settleInheritedColumns()
    schema.tables = tables.values.map(\.table)
    settlePartitionIndexes()
  }

  /// A child lists the columns of its parents only where they are not as there: then they are its own as well, unless it was told
  /// another default, or that NULL may not stand there, which leaves them its parents'.
  private func settleInheritedColumns() throws(DialectError) {
    for (id, columns) in inheritedColumns {
      guard let entry = tables[id] else { continue }
      var own: [Column] = []
      for var column in columns {
        comment(column.comment, on: .column(table: entry.table.name, column.name))
        column.comment = nil
        let above = entry.parents.flatMap { (tables[$0]?.table.columns ?? []) + (inheritedColumns[$0] ?? []) }
        guard var model = above.first(where: { $0.name == column.name }) else { continue }
        // An identity is not inherited, and the rest is what is compared.
        model.identity = nil
        model.comment = nil
        model.statistics = column.statistics == nil ? nil : model.statistics
        let inherited = model
        (model.isNullable, model.defaultValue) = (column.isNullable, column.defaultValue)
        guard model == column else {
          own.append(column)
          continue
        }
        if inherited != column {
          schema.others += try PostgresDialect().overrides(of: inherited, by: column, in: entry.table.name)
        }
      }
      tables[id]?.table.columns.insert(contentsOf: own, at: 0)
    }
  }
}

extension Catalog {
  /// The condition that an object belongs to no extension, and to nothing else that makes it by itself, and needs nothing that is left
  /// out. The parameters are SQL: the catalog, and the object's id.
  func standsAlone(_ catalog: String, _ id: String) -> SQLFragment {
    // An identity's sequence is its column's, and is read with the others.
    let kinds = catalog == "pg_proc" || catalog == "pg_cast" ? "IN ('e', 'i')" : "= 'e'"
    let isOwn: SQLFragment = .raw(
      """
      NOT EXISTS (SELECT FROM pg_depend member WHERE member.classid = '\(catalog)'::regclass \
      AND member.objid = \(id) AND member.deptype \(kinds))
      """)
    return isOwn + " AND " + isInReach(catalog, id)
  }
}

extension SQLFragment {
  /// A join that has an object's comment, or NULL, as `alias.description`.
  static func description(_ alias: String, _ catalog: String, _ id: String, part: String = "0") -> SQLFragment {
    .raw(
      """
      LEFT JOIN pg_description \(alias) ON \(alias).objoid = \(id) AND \(alias).classoid = '\(catalog)'::regclass \
      AND \(alias).objsubid = \(part)
      """)
  }
}

extension StorageParameters {
  /// Parameters as the catalog keeps them: `fillfactor=70`. The names get a prefix.
  init(options: [String], prefix: String = "") {
    self.init(
      options.map { option in
        let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return Parameter(prefix + parts[0], parts.count > 1 ? String(parts[1]) : "")
      })
  }
}
