import Revisions

extension RoundTrip {
  static let types = [
    RoundTrip(
      "types of every kind in columns", setup: "CREATE EXTENSION hstore",
      makes: [
        "b1 bit(3)", "b2 bit varying(9)", "b3 bit varying,", "r1 int4range", "r2 int8range", "r3 numrange",
        "r4 daterange",
        "r5 tsrange", "r6 tstzrange", "m1 int4multirange", "v tsvector", "q tsquery", "x xml", "i inet", "c cidr",
        "m macaddr",
      ],
      CreateTable("types") {
        Column("b1", .bit(length: 3))
        Column("b2", .varbit(9))
        Column("b3", .varbit())
        Column("r1", .range(of: .integer))
        Column("r2", .range(of: .bigInteger))
        Column("r3", .range(of: .numeric))
        Column("r4", .range(of: .date))
        Column("r5", .range(of: .timestamp))
        Column("r6", .range(of: .timestampWithTimeZone))
        Column("m1", .multirange(of: .integer))
        Column("v", .tsvector)
        Column("q", .tsquery)
        Column("x", .xml)
        Column("i", .inet)
        Column("c", .cidr)
        Column("m", .macaddr)
      }),
    RoundTrip(
      "an enumeration", setup: "CREATE SCHEMA s",
      makes: ["CREATE TYPE s.\"Mood\" AS ENUM", "'it''s'", "COMMENT ON TYPE s.\"Mood\" IS 'moods'"],
      CreateEnum(EnumType(QualifiedName("Mood", schema: "s"), values: ["sad", "it's"], comment: "moods"))),
    RoundTrip(
      "an enumeration that is dropped", setup: "CREATE TYPE mood AS ENUM ('sad', 'ok')", unmakes: ["CREATE TYPE"],
      DropEnum("mood", was: "sad", "ok")),
    RoundTrip(
      "values that are added to an enumeration, and taken out by making it anew",
      setup: "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (m mood DEFAULT 'ok')",
      makes: ["'awful',\n    'sad',\n    'meh',\n    'ok',\n    'happy'"],
      back: [
        ReplaceEnum(
          "mood", ["sad", "ok"],
          in: .column("t", "m", default: .literal("ok"), using: "CASE m WHEN 'happy' THEN 'ok' ELSE m END")
        )
      ],
      AddEnumValue("mood", "happy"), AddEnumValue("mood", "awful", before: "sad"),
      AddEnumValue("mood", "meh", after: "sad"), AddEnumValue("mood", "ok", ifNotExists: true)),
    RoundTrip(
      "a value's name", setup: "CREATE TYPE mood AS ENUM ('sad', 'ok')", makes: ["'so so'"], unmakes: ["'ok'"],
      RenameEnumValue("mood", "ok", to: "so so")),
    RoundTrip(
      "an enumeration's values, with all that uses it",
      setup: """
        CREATE SCHEMA s; CREATE TYPE s.mood AS ENUM ('sad', 'meh', 'ok');
        CREATE TABLE t (a s.mood NOT NULL DEFAULT 'ok', b s.mood[] DEFAULT '{sad}', c s.mood);
        INSERT INTO t VALUES ('ok', '{sad,ok}', 'sad'); CREATE TABLE u (m s.mood); CREATE INDEX ix ON u (m)
        """,
      makes: ["'ok',\n    'sad'"], unmakes: ["'meh'"],
      ReplaceEnum(
        QualifiedName("mood", schema: "s"), ["ok", "sad"], from: ["sad", "meh", "ok"],
        in: .column("t", "a", default: .literal("ok")), .column("t", "b", default: .literal("{sad}"), array: true),
        .column("t", "c", using: "CASE c WHEN 'meh' THEN 'ok' ELSE c END"), .column("u", "m"))),
    RoundTrip(
      "an enumeration's values, with comment, owner and privileges",
      setup: roles + """
        CREATE TYPE "Mood" AS ENUM ('sad', 'meh'); COMMENT ON TYPE "Mood" IS 'it''s a mood';
        REVOKE ALL ON TYPE "Mood" FROM PUBLIC; GRANT USAGE ON TYPE "Mood" TO writer WITH GRANT OPTION;
        GRANT USAGE ON TYPE "Mood" TO "Reader"; ALTER TYPE "Mood" OWNER TO "Reader"
        """,
      makes: ["'ok'"], unmakes: ["'meh'"], ReplaceEnum("Mood", ["sad", "ok"], from: ["sad", "meh"])),
    RoundTrip(
      "an enumeration's values, where its owner may not use it and others got rights to new types",
      setup: roles + """
        ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO writer; CREATE TYPE mood AS ENUM ('sad', 'meh');
        REVOKE ALL ON TYPE mood FROM writer; GRANT USAGE ON TYPE mood TO "Reader"; REVOKE ALL ON TYPE mood FROM postgres
        """,
      makes: ["'ok'"], unmakes: ["'meh'"], ReplaceEnum("mood", ["sad", "ok"], from: ["sad", "meh"])),
    RoundTrip(
      "an enumeration's values in a partitioned table",
      setup: """
        CREATE TYPE mood AS ENUM ('sad', 'meh'); CREATE TABLE t (m mood DEFAULT 'sad', y int) PARTITION BY RANGE (y);
        CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (2); INSERT INTO t VALUES ('sad', 1)
        """,
      makes: ["'ok'"], unmakes: ["'meh'"],
      ReplaceEnum("mood", ["sad", "ok"], from: ["sad", "meh"], in: .column("t", "m", default: .literal("sad")))),
    RoundTrip(
      "domains", setup: "CREATE SCHEMA s",
      makes: [
        "CREATE DOMAIN s.email AS text COLLATE pg_catalog.\"C\" NOT NULL DEFAULT 'x@y'::text",
        "CONSTRAINT has_at CHECK ((VALUE ~~ '%@%'::text))",
        "CONSTRAINT email_check CHECK ((length(VALUE) < 99))", "COMMENT ON DOMAIN s.email IS 'an address'",
        "ADD CONSTRAINT later CHECK ((VALUE <> ''::text)) NOT VALID",
      ],
      CreateDomain(
        Domain(
          QualifiedName("email", schema: "s"), .text, notNull: true, default: .literal("x@y"), collation: "C",
          checks: Check("VALUE LIKE '%@%'", name: "has_at"), Check("length(VALUE) < 99"),
          Check("VALUE <> ''", name: "later").notValid(), comment: "an address"))),
    RoundTrip(
      "a domain that is dropped", setup: "CREATE DOMAIN d AS integer DEFAULT 1 CONSTRAINT c CHECK (VALUE > 0)",
      unmakes: ["CREATE DOMAIN"],
      DropDomain(was: Domain("d", .integer, default: .literal(1), checks: Check("VALUE > 0", name: "c")))),
    RoundTrip(
      "a domain's changes", setup: "CREATE DOMAIN d AS integer DEFAULT 1 CONSTRAINT c CHECK (VALUE > 0)",
      makes: ["AS integer NOT NULL", "CONSTRAINT big CHECK ((VALUE > 10)) NOT VALID", "CONSTRAINT odd"],
      unmakes: ["DEFAULT 1", "CONSTRAINT c"],
      AlterDomain(
        "d", .dropDefault(from: .literal(1)), .notNull, .dropCheck("c", from: Check("VALUE > 0", name: "c")),
        .addCheck(Check("VALUE > 10", name: "big").notValid()), .addCheck(Check("VALUE % 2 = 1", name: "odd")))),
    RoundTrip(
      "a domain's default, and a check that is validated",
      setup: "CREATE DOMAIN d AS integer; ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID",
      makes: ["DEFAULT 5"], unmakes: ["NOT VALID"],
      back: [
        AlterDomain("d", .dropDefault(), .dropCheck("c"), .addCheck(Check("VALUE > 0", name: "c").notValid()))
      ],
      AlterDomain("d", .setDefault(.literal(5)), .validateCheck("c"))),
    RoundTrip(
      "composite types",
      makes: ["street text COLLATE pg_catalog.\"C\"", "number integer", "COMMENT ON TYPE public.address IS 'where'"],
      CreateCompositeType(
        CompositeType(
          "address", attributes: [.attribute("street", .text, collation: "C"), .attribute("number", .integer)],
          comment: "where"))),
    RoundTrip(
      "a composite type that is dropped", setup: "CREATE TYPE a AS (b integer)", unmakes: ["CREATE TYPE"],
      DropCompositeType(was: CompositeType("a", attributes: [.attribute("b", .integer)]))),
    RoundTrip(
      "a composite type's attributes", setup: "CREATE TYPE a AS (b integer, d text, c text)",
      makes: ["e integer", "\"B\" bigint"], unmakes: ["c text", "b integer"],
      AlterCompositeType(
        "a", .drop("c", from: .attribute("c", .text)), .type("b", .bigInteger, from: .integer), .rename("b", to: "B"),
        .addAttribute("e", .integer))),
    RoundTrip(
      "sequences", setup: "CREATE TABLE t (id int)",
      makes: [
        "AS smallint", "START WITH 10", "INCREMENT BY -3", "MINVALUE -100", "MAXVALUE 50", "CACHE 5", "CYCLE",
        "OWNED BY public.t.id", "COMMENT ON SEQUENCE public.\"S\" IS 'counts'", "public.plain",
      ],
      CreateSequence(
        DatabaseSequence(
          "S", .smallInteger, start: 10, increment: -3, minimum: -100, maximum: 50, cache: 5, cycles: true,
          ownedBy: .column("t", "id"), comment: "counts"), ifNotExists: true),
      CreateSequence("plain", ifNotExists: true)),
    RoundTrip(
      "a sequence that is dropped", setup: "CREATE SEQUENCE s START 5", unmakes: ["CREATE SEQUENCE"],
      DropSequence(was: DatabaseSequence("s", start: 5))),
    RoundTrip(
      "a sequence's changes",
      setup: "CREATE TABLE t (id int); CREATE SEQUENCE s START 5 MINVALUE 2 CYCLE OWNED BY t.id",
      makes: ["AS integer", "START WITH 7", "INCREMENT BY 2", "MAXVALUE 70", "CACHE 9"],
      unmakes: ["MINVALUE 2", "CYCLE", "OWNED BY"],
      AlterSequence(
        "s", .type(.integer, from: .bigInteger), .start(7, from: 5), .increment(2, from: 1), .minimum(.ofType, from: 2),
        .maximum(70, from: .ofType), .cache(9, from: 1), .cycles(false), .ownedBy(nil, from: .column("t", "id")))),
  ]
}
