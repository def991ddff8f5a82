import Revisions

extension Catalog {
  /// Reads the columns of tables, the attributes of composite types, and what is special about the columns of views.
  ///
  /// Some builds of the server keep a number of their own, `pg_attver`, among a column's options. It cannot be set, and pg_dump
  /// passes over it too. A default names no column, and the server need not open its table to word it.
  func readingColumns() -> CatalogQuery {
    CatalogQuery(
      """
      SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), c.relkind, d.description,
        a.attnotnull, CASE WHEN v.adbin IS NOT NULL THEN
          pg_get_expr(v.adbin, CASE a.attgenerated WHEN '' THEN 0 ELSE v.adrelid END) END, a.attgenerated, a.attidentity,
        cn.nspname, co.collname, CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END,
        \(raw: version >= 140_000 ? "a.attcompression" : "NULL"), a.attstattarget,
        CASE WHEN a.attoptions[1] NOT LIKE 'pg_attver=%' OR a.attoptions[2] IS NOT NULL THEN a.attoptions END, a.attislocal
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
      LEFT JOIN pg_collation co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation
      LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
      \(.description("d", "pg_class", "a.attrelid", part: "a.attnum"))
      WHERE c.relnamespace = ANY (\(schemas)::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
        AND (c.relkind IN ('r', 'p', 'c') OR (c.relkind IN ('v', 'm')
          AND (d.description IS NOT NULL OR v.adbin IS NOT NULL OR a.attstattarget >= 0
            OR (c.relkind = 'm' AND (a.attstorage <> t.typstorage\(raw: version >= 140_000 ? " OR a.attcompression <> ''" : ""))))))
      ORDER BY a.attrelid, a.attnum
      """, take: takeColumns)
  }

  private func takeColumns(_ rows: [SQLRow]) {
    for row in rows {
      var fields = CatalogFields(row)
      let (relation, number) = (fields.integer(), fields.integer())
      guard !ignored.contains(relation) else { continue }
      let name = fields.text()
      let type = self.type(fields.text())
      let kind = fields.text()
      let comment = fields.optionalText()
      switch kind {
      case "r", "p":
        guard tables[relation] != nil else { continue }
        columnNames[relation, default: [:]][number] = name
        addColumn(name, type, comment, to: relation, &fields)
      case "c":
        guard let position = compositeTypes[relation], let owner = relations[relation] else { continue }
        for _ in 0..<4 { _ = fields.optionalText() }
        schema.compositeTypes[position].attributes.append(
          CompositeType.Attribute(
            name, type, collation: visibleName(fields.optionalText(), fields.optionalText())))
        self.comment(comment, on: .column(table: owner, name))
      default:
        guard let owner = relations[relation] else { continue }
        self.comment(comment, on: .column(table: owner, name))
        addViewColumn(name, type, of: owner, isMaterialized: kind == "m", &fields)
      }
    }
  }

  private func addColumn(
    _ name: String, _ type: DataType, _ comment: String?, to table: Int, _ fields: inout CatalogFields
  ) {
    var column = Column(name, type)
    column.comment = comment
    column.isNullable = !fields.flag()
    let value = fields.optionalText()
    switch fields.letter() {
    case nil: column.defaultValue = value.map { .expression(.raw($0)) }
    case "s": column.generated = value.map { Column.Generated(.raw($0), isStored: true) }
    // From version 18 on.
    default: note("virtual column", name, of: tables[table]?.table.name)
    }
    // What its sequence does follows with the sequences. From version 17 on a partition has its parent's identity.
    if let identity = fields.letter(), !(tables[table]?.isPartition == true && version >= 170_000) {
      column.identity = Column.Identity(always: identity == "a")
    }
    column.collation = visibleName(fields.optionalText(), fields.optionalText())
    column.storage = fields.letter().flatMap(Column.Storage.init(letter:))
    column.compression = fields.letter().flatMap(Self.compression)
    column.statistics = fields.optionalNumber().flatMap { $0 < 0 ? nil : Int($0) }
    let options = StorageParameters(options: fields.texts().filter { !$0.hasPrefix("pg_attver=") })
    if !options.isEmpty, let owner = tables[table]?.table.name { addColumnOptions(options, of: name, on: owner) }
    // What a child has by inheritance alone is its parent's; a partition lists its columns, as it may have others or another
    // order before it is attached.
    let isLocal = fields.flag()
    guard isLocal || tables[table]?.isPartition == true else {
      inheritedColumns[table, default: []].append(column)
      return
    }
    tables[table]?.table.columns.append(column)
  }

  /// What the planner is told of a column, which has no place in a column's value.
  private func addColumnOptions(_ options: StorageParameters, of column: String, on table: QualifiedName) {
    let head: SQLFragment = "ALTER TABLE \(identifier: table) ALTER COLUMN \(identifier: column) "
    let list = options.list.map { "\($0.name) = \($0.value ?? "")" }.joined(separator: ", ")
    let names = options.list.map(\.name).joined(separator: ", ")
    schema.others.append(
      SQLObject(
        "COLUMN OPTIONS", SQLText.name(table) + "." + SQLText.name(column), create: head + .raw("SET (\(list))"),
        drop: head + .raw("RESET (\(names))")))
  }

  private func addViewColumn(
    _ name: String, _ type: DataType, of view: QualifiedName, isMaterialized: Bool, _ fields: inout CatalogFields
  ) {
    let kind = isMaterialized ? "MATERIALIZED VIEW" : "VIEW"
    let head: SQLFragment = "ALTER \(raw: kind) \(identifier: view) ALTER COLUMN \(identifier: name) "
    func add(_ kind: String, create: String, drop: String) {
      schema.others.append(
        SQLObject(
          kind, SQLText.name(view) + "." + SQLText.name(name), create: head + .raw(create), drop: head + .raw(drop)))
    }
    _ = fields.flag()
    if let value = fields.optionalText() {
      add("COLUMN DEFAULT", create: "SET DEFAULT \(value)", drop: "DROP DEFAULT")
    }
    for _ in 0..<4 { _ = fields.optionalText() }
    let (storage, compression) = (fields.letter().flatMap(Column.Storage.init(letter:)), fields.letter())
    guard isMaterialized else { return }
    if let storage {
      let usual = type.usualStorage ?? .extended
      add("COLUMN STORAGE", create: "SET STORAGE \(storage.rawValue)", drop: "SET STORAGE \(usual.rawValue)")
    }
    if let method = compression.flatMap(Self.compression) {
      add("COLUMN COMPRESSION", create: "SET COMPRESSION \(method)", drop: "SET COMPRESSION default")
    }
    if let target = fields.optionalNumber(), target >= 0 {
      add("COLUMN STATISTICS", create: "SET STATISTICS \(target)", drop: "SET STATISTICS -1")
    }
  }

  /// A way to compress by the letter that the catalog has for it.
  private static func compression(letter: String) -> String? { ["p": "pglz", "l": "lz4"][letter] }
}

extension Column.Storage {
  /// By the letter that the catalog has for it.
  fileprivate init?(letter: String) {
    switch letter {
    case "p": self = .plain
    case "m": self = .main
    case "e": self = .external
    case "x": self = .extended
    default: return nil
    }
  }
}
