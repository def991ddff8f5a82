package import Revisions

/// Operations of every kind, as a person would write them.
package enum OperationSamples {
  /// Those that carry enough to be turned round, and give themselves when that is done twice.
  package static var reversible: [Revisions.Operation] {
    let all = tables + columns + constraints + indexes + views + routines + types + sequences + access + objects
    return (all + anything).flatMap { operation -> [Revisions.Operation] in
      if case .steps(let steps) = operation.operations.content { steps } else { [] }
    }
  }

  package static let events: QualifiedName = QualifiedName("events", schema: "app")

  package static var tables: [any OperationConvertible] {
    [
      CreateTable("users", comment: "people", strict: true) {
        Column("id", .bigInteger).primaryKey().identity(.init(always: true, minimum: 10, sequence: "user_ids"))
        Column("mail", .text).notNull().storage(.external).compression("lz4").statistics(500)
        Exclusion(.column("room", with: "="), .expression("span(a, b)", with: "&&"), name: "no_overlap")
      },
      CreateTable("users", unlogged: true, with: ["fillfactor": 70], tablespace: "fast", ifNotExists: true) {
        Column("id", .integer)
      },
      CreateTable("m", partitionBy: .range("at", .expression("lower(a)"))) { Column("at", .date) },
      CreateTable("m_2026", partitionOf: "m", .from("2026-01-01", to: .maximum), partitionBy: .hash("id")),
      DropTable("users", inherits: ["people"]) { Column("id", .integer) },
      RenameTable("users", to: "people", schema: "app"),
      AlterTable(
        events, .unlogged(true), .replicaIdentity(.full), .clusteredIndex("ix", from: "iy"), .inherit("base"),
        .disinherit("other"), .accessMethod("columnar", from: "heap")),
      AlterTable("t", .unlogged(false)), AlterTable("t", .inherit("base")),
      AttachPartition("m_2026", to: "m", .from("2026-01-01", to: "2027-01-01")),
      AttachPartition("m_de", to: "m", .in("de", "at", nil)),
      DetachPartition("m_rest", from: "m", was: .default),
      DetachPartition("m_0", from: "m", was: .hash(modulus: 4, remainder: 0)),
    ]
  }

  package static var columns: [any OperationConvertible] {
    [
      AddColumn(events, Column("a", .string(20)).notNull().default("x")),
      DropColumn(events, was: Column("a", .range(of: .integer)).check("a > 0")),
      RenameColumn(events, "a", to: "b"),
      AlterColumn(
        events, "a", .type(.integer, from: .text, using: "a::integer", reverseUsing: "a::text"), .notNull,
        .setDefault(.literal(1), from: .literal("1")), .collation("C", from: "POSIX"), .comment("a", from: "b"),
        .addIdentity(.init(start: 5)), .identity(.init(increment: 2), from: .init(increment: 3)),
        .dropIdentity(from: .init()), .storage(.main, from: .plain), .compression("lz4"), .statistics(10, from: 20)),
      AlterColumn(events, "a", .setDefault(.currentTimestamp)), AlterColumn(events, "a", .notNull),
      AlterColumn(events, "a", .dropDefault(from: .literal(1))),
    ]
  }

  package static var constraints: [any OperationConvertible] {
    [
      AddConstraint(Check("a > 0", name: "c").notValid().noInherit(), to: "t"),
      AddConstraint(
        ForeignKey(columns: ["a", "b"], references: "u", name: "f", onDelete: .setNull).settingOnDelete("b").notValid(),
        to: "t"),
      AddConstraint(Unique("a", name: "u").nullsNotDistinct().include("b").deferrable(.initiallyDeferred), to: "t"),
      AddConstraint(PrimaryKey("id", name: "pk").usingIndex("ix"), to: "t"),
      AddConstraint(
        Exclusion(.column("room", with: "="), using: .gist, where: "NOT cancelled", name: "x").with(
          ["fillfactor": 90], tablespace: "fast"), to: "t"),
      DropConstraint(was: .check(Check("a > 0")), on: "t"),
      AlterConstraint("f", on: "t", deferrable: .initiallyDeferred, from: .no),
      ValidateConstraint(was: Check("a > 0", name: "c"), on: "t"),
      InvalidateConstraint(.foreignKey(ForeignKey(columns: ["a"], references: "u", name: "f")), on: "t"),
    ]
  }

  package static var indexes: [any OperationConvertible] {
    [
      CreateIndex("ix", on: "t", "a", .descending("b", nulls: .last), unique: true, include: ["c"], concurrently: true),
      CreateIndex(
        "ix", on: "t", .column("a", operatorClass: "gin_trgm_ops"), using: .gin, where: "a IS NOT NULL",
        with: ["fastupdate": false], ifNotExists: true),
      CreateIndex(
        "ix", on: "t", .expression("lower(a)", operatorClass: OperatorClass("gist_trgm_ops", ["siglen": 32])),
        using: .gist),
      DropIndex(was: Index("ix", on: "t", parts: ["a"], unique: true, nullsNotDistinct: true), concurrently: true),
    ]
  }

  package static var views: [any OperationConvertible] {
    let view = View("v", as: "SELECT 1", options: .init(securityBarrier: true, checkOption: .local), comment: "one")
    return [
      CreateView("v", columns: ["a"], as: "SELECT 1", ifNotExists: true),
      CreateView("v", as: "SELECT 2", orReplace: true, was: view),
      DropView(was: view), DropView("v", was: "SELECT 1", columns: ["a"]),
      CreateMaterializedView("m", as: "SELECT 1", withData: false, with: ["fillfactor": 70], ifNotExists: true),
      DropMaterializedView(was: MaterializedView("m", as: "SELECT 1", tablespace: "fast")),
      RefreshMaterializedView("m", concurrently: true),
      CreateTrigger("g", on: "t", .after, [.insert], when: "NEW.a > 0", body: "SELECT 1;", ifNotExists: true),
      CreateTrigger(
        "g", on: "t", .after, [.update(of: ["a"]), .truncate], forEach: .statement, execute: "note",
        arguments: ["x"], referencingOld: "before", referencingNew: "now"),
      CreateTrigger(
        "g", on: "t", .after, [.delete], execute: "note", constraint: .init(.initiallyDeferred, from: "u")),
      DropTrigger(was: Trigger("g", on: "t", .insteadOf, [.update], execute: "note")),
      SetTriggerState("g", on: "t", .disabled, from: .enabled),
    ]
  }

  package static var routines: [any OperationConvertible] {
    let former = Routine(.function, "f", arguments: "a integer", returns: "integer", language: "sql", body: "SELECT 0")
    return [
      CreateFunction(
        "f", arguments: "a integer", returns: "integer", language: "sql", .immutable, strict: true, parallel: .safe,
        settings: [.set("search_path", "pg_catalog", "public")], body: "SELECT a"),
      CreateFunction(
        "f", arguments: "a integer", returns: "integer", language: "sql", orReplace: true, was: former,
        body: .sql("RETURN a")),
      CreateProcedure("p", language: "plpgsql", securityDefiner: true, body: "BEGIN END"),
      DropRoutine(was: former, ifExists: false),
    ]
  }

  package static var types: [any OperationConvertible] {
    [
      CreateEnum("mood", "sad", "ok"), DropEnum("mood", was: "sad", "ok"),
      AddEnumValue("mood", "meh", after: "sad", kept: true), RenameEnumValue("mood", "ok", to: "fine"),
      ReplaceEnum(
        "mood", ["sad", "ok"], from: ["sad", "meh", "ok"],
        in: .column("people", "mood", default: .literal("ok"), using: "CASE mood WHEN 'meh' THEN 'ok' ELSE mood END"),
        .column("teams", "moods", array: true)),
      CreateDomain("email", .text, notNull: true, default: .literal(""), checks: Check("VALUE <> ''", name: "ck")),
      DropDomain(was: Domain("email", .text, collation: "C")),
      AlterDomain(
        "email", .setDefault(.literal("a"), from: .literal("b")), .nullable, .addCheck(Check("true", name: "a")),
        .dropCheck("b", from: Check("false", name: "b"))),
      AlterDomain("email", .dropDefault(from: .literal("a"))), AlterDomain("email", .notNull),
      CreateCompositeType("address", .attribute("street", .text), .attribute("city", .text, collation: "C")),
      DropCompositeType(was: CompositeType("address", attributes: [.attribute("street", .text)])),
      AlterCompositeType(
        "address", .addAttribute("country", .text), .drop("city", from: .attribute("city", .text)),
        .type("zip", .text, from: .integer), .rename("street", to: "road")),
    ]
  }

  package static var sequences: [any OperationConvertible] {
    [
      CreateSequence("s", .integer, start: 100, cycles: true, ownedBy: .column("t", "id"), ifNotExists: true),
      DropSequence(was: DatabaseSequence("s", increment: 2, minimum: 1, maximum: 9, cache: 5)),
      AlterSequence(
        "s", .type(.integer, from: .bigInteger), .start(1, from: 2), .increment(10, from: 1),
        .minimum(5, from: .ofType),
        .maximum(.ofType, from: 9), .cache(5, from: 1), .cycles(true), .ownedBy(.column("t", "id"))),
      AlterSequence("s", .cycles(true)),
      CreateSchema("app", owner: "admin", ifNotExists: true), DropSchema("app"),
      CreateExtension("pg_trgm", schema: "public", ifNotExists: true), DropExtension(was: Extension("pg_trgm")),
      UpdateExtension("postgis", to: "3.4", from: "3.3"),
    ]
  }

  package static var access: [any OperationConvertible] {
    [
      Grant(.select, .insert, on: .table("t"), to: "app"),
      Grant(.select("a", "b"), .update("a"), on: .view("t"), to: "app", .public, grantOption: .with),
      Grant(.usage, on: .future(.sequences, inSchema: "app", createdBy: "admin"), to: "app"),
      Revoke(.all, on: .allTables(inSchema: "app"), from: "app", grantOption: .only),
      Revoke(.execute, on: .function("f", ["integer"]), from: .public),
      CreatePolicy("own", on: "t", for: .select, to: "app", using: "owner = current_user"),
      DropPolicy(was: Policy("own", on: "t", permissive: false, check: "true")),
      AlterPolicy(
        "own", on: "t", .roles(["app"], from: [.public]), .using("true", from: "false"), .check("a", from: "b")),
      SetRowSecurity(on: "t", enabled: true, forced: false),
    ]
  }

  package static var objects: [any OperationConvertible] {
    [
      Revisions.Comment(on: .column(table: "t", "c"), "what it is"),
      Revisions.Comment(on: .other("FOREIGN SERVER", "films"), nil, from: "far away"),
      SetSchema(of: .table("t"), to: "archive", from: "public"), SetSchema(of: .table(events), to: "archive"),
      SetSchema(of: .extension("pg_trgm"), to: "app", from: "public"),
      SetOwner(of: .function("f", ["integer"]), to: .currentUser, from: "admin"),
      SetTablespace(of: .index("ix"), to: "fast", from: "pg_default"),
      SetStorageParameters(of: .table("t"), ["fillfactor": 70, "autovacuum_enabled": nil], from: ["fillfactor": 90]),
      SetStorageParameters(of: .column(table: "t", "a"), [:], from: ["n_distinct": 5]),
    ] + addresses.map { Rename($0, to: "other") }
  }

  /// An address of each kind that has a name.
  package static var addresses: [DatabaseObject] {
    [
      .table("t"), .column(table: "t", "c"), .constraint("c", on: "t"), .domainConstraint("c", on: "d"), .index("i"),
      .view("v"), .materializedView("m"), .sequence("s"), .schema("s"), .type("t"), .domain("d"),
      .function("f", ["integer"]), .procedure("p", []), .trigger("g", on: events), .policy("p", on: events),
      .extension("e"), .database("d"),
    ]
  }

  package static var anything: [any OperationConvertible] {
    [
      InsertRows(into: "roles", columns: ["id", "name"], rows: [[1, "admin"]], key: ["id"]),
      DeleteRows(
        from: "roles", columns: ["id"], rows: [[1]],
        was: InsertRows(into: "roles", columns: ["id", "name"], rows: [[1, "admin"]], key: ["id"], line: 7), line: 7),
      SQL("UPDATE t SET a = 1", reverse: "UPDATE t SET a = 0"),
      When(.postgresql) {
        CreateEnum("mood", "sad")
        AddColumn("t", Column("a", .text))
      } otherwise: {
        CreateView("v", as: "SELECT 1")
      },
      OutsideTransaction { CreateIndex("ix", on: "t", "a", concurrently: true) },
    ]
  }
}

extension OperationSamples {
  /// Operations of every kind.
  package static var all: [Revisions.Operation] {
    reversible + [
      AttachIndex("a", to: "b").operation,
      Live("copy", fingerprint: "1", offline: .sql("SELECT 1")) { _ in }.operation,
      Live("copy", offline: .comment("nothing")) { _ in }.operation,
    ]
  }

  /// Ways to write SQL that are easily taken for others.
  package static var ways: [Revisions.Operation] {
    let name = "it's"
    let texts: [SQLFragment] = [
      "SELECT 1; -- c\nSELECT /* a /* b */ c */ 2",
      "SELECT E'a\\'--b' 'c'\n 'd', $$ -- $$, $a$ $$ $a$, U&'\\0041', a[1]",
      "SELECT [a -- b], `c /* d`, x'00', ?1, :a, 1.5e-3, .5, a->>'b'", "SELECT a::int, b := -1, 1..2, a=-1, a@-1, a<>b",
      "UPDATE t SET \(identifier: name) = \(name), b=E\(name) WHERE \(raw: "a") = \(1)",
      "DO $$ BEGIN \(identifier: "x"); END $$",
      "SELECT 'never closed -- ", "\u{FEFF}SELECT é", "  -- nothing\n",
    ]
    return texts.map { SQL($0).operation } + [
      When(.sqlite, then: .irreversible("why"), otherwise: Operations([])).operation,
      InsertRows(into: "t", columns: ["a"], rows: [[.null], [true], [1.5], [-0.0], [.blob([0, 255])], [""]]).operation,
    ]
  }
}
