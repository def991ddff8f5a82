import Revisions

/// Operations that say what few do.
enum RarerSamples {
  static var operations: [Revisions.Operation] {
    let all: [any OperationConvertible] = tables + columns + objects + routines + drops + anything
    return all.flatMap { operation -> [Revisions.Operation] in
      if case .steps(let steps) = operation.operations.content { steps } else { [] }
    }
  }

  private static let long = String(repeating: "a long text that does not end, ", count: 12)
  private static let query = """
    SELECT users.id, count(*)
      FROM users
     WHERE "name" ~ '^\\d+$'

     GROUP BY 1
    """

  private static var tables: [any OperationConvertible] {
    [
      CreateTable(
        "audit", schema: "app", comment: "a \"quoted\" \\ text", withoutRowID: true, inherits: ["base", "other"],
        using: "columnar", rowSecurity: .forced, replicaIdentity: .index("ix_audit")
      ) {
        Column("id", .bigInteger).primaryKey(name: "pk_audit")
        Column("owner", .bigInteger).notNull()
          .references(QualifiedName("users", schema: "app"), "id", name: "fk_audit_owner", onDelete: .cascade)
        Column("at", .timestampWithTimeZone).notNull().default(.currentTimestamp).comment(long)
        Column("state", .named(QualifiedName("state", schema: "app"))).collate(QualifiedName("de", schema: "x"))
        Unique("owner", "at", name: "uq_audit")
        Check("state <> 'x' OR \(identifier: "odd name") > \(5)", name: "ck_audit")
      },
      CreateTable("empty") {},
      CreateTable(
        Table("p", partitionOf: .init(of: "m", .in("a", nil, 1)), clusteredOn: "ix", renamedFrom: "q") {
          Column("id", .integer)
        }),
      CreateTable(
        "very_long_name_of_a_table_that_needs_its_own_line",
        comment: "and a comment that is so long that both do not fit on one line together, however they are put"
      ) {
        Column("a_column_with_a_long_name", .numeric(precision: 10, scale: nil))
          .check("a_column_with_a_long_name > 0 AND a_column_with_a_long_name < 1000000", name: "ck_long_name")
        Column("b", .decimal(10, 2)).check(SQLFragment(stringLiteral: long), name: "b").unique()
        Exclusion(
          .column("a_column_with_a_long_name", with: "="),
          .expression("tstzrange(starts_at, ends_at, '[)')", with: "&&"),
          where: "NOT cancelled AND starts_at IS NOT NULL", name: "ex_very_long_name"
        ).deferrable(.initiallyDeferred).with(["fillfactor": 90], tablespace: "fast")
      },
      AlterTable("t", .replicaIdentity(.nothing, from: .full), .clusteredIndex(nil, from: "ix")),
      CreateIndex(
        Index("ix", on: QualifiedName("t", schema: "app"), "a", onlyTable: true, attachedTo: "ix_parent", comment: "x"),
        concurrently: true),
      CreateIndex(
        "ix", on: "t", .column("a", collate: "C", direction: .descending, nulls: .first),
        .expression("coalesce(a, \"b\")"), using: "bloom", nullsNotDistinct: true, tablespace: "fast"),
      AttachIndex("a", to: QualifiedName("b", schema: "app")),
    ]
  }

  private static var columns: [any OperationConvertible] {
    let types: [DataType] = [
      .smallInteger, .numeric, .real, .double, .boolean, .string(), .char(length: 3), .binary, .date, .time,
      .time(precision: 3, withTimeZone: true), .timestamp, .timestamp(precision: 0), .interval, .json, .jsonb, .uuid,
      .bit(), .bit(length: 3), .varbit(), .varbit(8), .inet, .cidr, .macaddr, .xml, .tsvector, .tsquery,
      .multirange(of: .date), .array(of: .array(of: .text)), .raw("VARCHAR2(\"x\")"),
    ]
    let defaults: [SQLValue] = [
      .null, true, 5, -5, 1.0, -0.25, 1e300, .double(.infinity), .double(-.infinity), "", "a\nb", "\t\u{1B}\r\n",
      .blob([0, 15, 255]), .integer(.min),
    ]
    let changes: [AlterColumn.Change] = [
      .nullable, .setDefault(.literal(.null)), .collation(nil, from: "C"), .comment(nil, from: "x"),
      .statistics(nil, from: 5), .compression(nil, from: "lz4"), .addIdentity(.init(neverReuses: true)),
      .dropExpression, .storage(.plain),
    ]
    return [
      AlterColumn("t", "a", changes: changes), AddColumn("t", Column("a", .integer).autoincrement()),
      AddColumn("t", Column("a", .integer).identity(always: true, start: 5, increment: -1)),
      AddColumn("t", Column("a", .text).generated(as: "lower(b)", stored: false)),
      AddColumn(
        "t", Column("a", .text).unique(name: "u").constraint(.unique(Unique("a").nullsNotDistinct())).primaryKey()),
    ] + types.map { AddColumn("t", Column("a", $0)) } + defaults.map { AddColumn("t", Column("a", .text).default($0)) }
  }

  private static var objects: [any OperationConvertible] {
    let view = View(
      "v", columns: ["a", "b"], as: SQLFragment(stringLiteral: query), options: .init(securityInvoker: true),
      comment: "x")
    return [
      CreateView(view), CreateView("v", as: SQLFragment(stringLiteral: query), orReplace: true, was: view),
      CreateMaterializedView(MaterializedView("m", as: "SELECT 1", accessMethod: "columnar", comment: "x")),
      RefreshMaterializedView("m", withData: false),
      CreateTrigger(
        Trigger("g", on: "t", .before, [.update, .delete], execute: "f", state: .always, comment: "x"),
        ifNotExists: true),
      CreateTrigger("g", on: "t", .before, [.insert], execute: QualifiedName("f", schema: "app")),
      CreateEnum(Enum("e", "a", comment: "x")), CreateEnum("e"), CreateDomain(Domain("d", .text, comment: "x")),
      CreateDomain(
        "d", .text, collation: "C", checks: Check("VALUE <> ''"), Check("VALUE > 'a'", name: "c").notValid()),
      CreateCompositeType(CompositeType("c", attributes: [], comment: "x")),
      AlterCompositeType("c", .add(.attribute("a", .text, collation: "C"))),
      CreateSequence(DatabaseSequence("s", increment: -1, comment: "x"), ifNotExists: true),
      AlterSequence("s", .restart(), .ownedBy(nil, from: .column("t", "id"))), AlterSequence("s", .restart(with: 5)),
      CreateExtension(Extension("e", version: "1", comment: "x"), cascade: true), UpdateExtension("e"),
      CreatePolicy(Policy("p", on: "t", roles: [])),
      CreatePolicy("p", on: "t", for: .insert, permissive: false, check: "a"),
      Grant(.init(.delete, columns: ["a"]), .temporary, on: .object(.index("i")), to: .public),
      Grant(.all, on: .future(.schemas), to: .currentUser),
      Grant(.usage, on: .all(.types, inSchema: "a"), to: .sessionUser),
      Grant(.execute, on: .function("f"), to: "a"), SetRowSecurity(on: "t", forced: true),
      SetSchema(of: .table(QualifiedName("t", schema: "a")), to: "b"), SetSchema(of: .view("v"), to: "b"),
      SetStorageParameters(of: .table("t"), ["a": "on", "b": 0.5, "c": "007"]), AddEnumValue("e", "a", before: "b"),
      AddEnumValue("e", "a", ifNotExists: true), ReplaceEnum("e", []), ValidateConstraint("c", on: "t"),
      ValidateConstraint(was: ForeignKey(columns: ["a"], references: "u", ["id"], name: "f", match: .full), on: "t"),
      Comment(on: .domainConstraint("c", on: "d"), "multi\nline"),
    ]
  }

  private static var routines: [any OperationConvertible] {
    let rare = Routine(
      .function, QualifiedName("f", schema: "app"), arguments: "a integer DEFAULT 1", returns: "SETOF integer",
      language: "c", .stable, strict: true, securityDefiner: true, leakproof: true, window: true, parallel: .restricted,
      cost: 5, rows: 0.5, support: "s", settings: [.set("a"), .set("b", "x")], comment: "x",
      body: .symbol("f", library: "$libdir/f"))
    return [
      CreateRoutine(rare), CreateRoutine(rare, orReplace: true, was: rare),
      CreateFunction(
        "touch", returns: "trigger", language: "plpgsql",
        body: """

          BEGIN
          \tNEW.at := now();
            RAISE NOTICE 'it''s "done" \\ ""\"x""\" #""\"#';   
             
            RETURN NEW;
          END

          """),
      DropFunction("f", arguments: "a integer, b numeric(10, 2)"), DropProcedure("p", ifExists: true),
    ]
  }

  private static var drops: [any OperationConvertible] {
    let name = QualifiedName("t", schema: "app")
    return [
      DropTable("t", schema: "app", ifExists: true, cascade: true), DropTable(was: Table("t") {}, ifExists: true),
      DropColumn(name, "a", cascade: true), DropConstraint("c", on: name, cascade: true),
      DropIndex("i", on: name, concurrently: true, ifExists: true, cascade: true), DropView(name, ifExists: true),
      DropMaterializedView(name, cascade: true), DropTrigger("g", on: name),
      DropEnum(was: Enum("e", "a"), ifExists: true),
      DropDomain(was: Domain("d", .text), ifExists: true), DropSequence(name, cascade: true),
      DropSchema("s", cascade: true),
      DropExtension("e", cascade: true), DropPolicy("p", on: name), DropCompositeType(name, ifExists: true),
      DetachPartition("a", from: "b", concurrently: true), DropEnum("e", cascade: true),
      DropView(was: View("v", as: "SELECT 1", comment: "x")), DropDomain("d"),
      Revoke(.select, on: .table("t"), from: "r", grantOption: .with, cascade: true),
    ]
  }

  private static var anything: [any OperationConvertible] {
    let rows: [[SQLValue]] = [[1, "a", nil], [2, .text(long), .blob([1])], [3, "it's", true]]
    return [
      InsertRows(into: "t", columns: ["a", "b", "c"], rows: rows, key: ["a"]),
      InsertRows(into: "t", columns: ["a"], rows: [[1]]), DeleteRows(from: "t", columns: ["a"], rows: [[1], [2]]),
      SQL(SQLFragment(stringLiteral: long)), SQL(SQLFragment(stringLiteral: query), reverse: "SELECT 1"),
      SQL("SELECT \("x"), \(1.5), \(true), \(SQLValue.null), \(SQLValue.blob([1])), \(raw: "y") \(identifier: "z")"),
      SQL("\(identifier: QualifiedName("a\"b", schema: "c\\d"))"), SQL(SQLFragment(segments: [])), SQL(""),
      SQL(SQLFragment(segments: [.raw("a"), .raw(""), .raw("b\nc"), .identifier(["a", "b", "c"])])),
      SQL(SQLFragment(segments: [.raw("a"), .raw(""), .raw("b\nc"), .value("\"")])),
      SQL("\u{301}é \u{200B} \"\u{0}\" \u{202E}"), SQL("\""), SQL("\"\""), SQL("\"a\""), SQL("\\"), SQL("\n\n"),
      SQL("a\\#(b)\"##c"), SQL("a\n\"\"\"#\nb"), SQL(SQLFragment(stringLiteral: String(repeating: "x", count: 300))),
      When("mysql") {
        SQL("a")
      } otherwise: {
        .irreversible("why")
      }, When(.sqlite) {},
      When(.sqlite) {
      } otherwise: {
        SQL("a")
      },
      OutsideTransaction {},
    ]
  }
}
