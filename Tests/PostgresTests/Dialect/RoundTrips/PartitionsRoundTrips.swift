import Revisions

extension RoundTrip {
  static let partitions = [
    RoundTrip(
      "partitioned tables and partitions of every kind", setup: "CREATE SCHEMA s",
      makes: [
        "PARTITION BY RANGE (at, lower(code) COLLATE \"C\" text_pattern_ops)",
        "FOR VALUES FROM ('2026-01-01', MINVALUE) TO ('2027-01-01', MAXVALUE)", "ATTACH PARTITION s.m_rest DEFAULT",
        "PARTITION BY LIST (code)", "FOR VALUES IN ('de', 'it''s', NULL)", "PARTITION BY HASH (id)",
        "FOR VALUES WITH (modulus 4, remainder 3)", "WITH (fillfactor='60')",
      ],
      CreateTable(
        "m", schema: "s",
        partitionBy: Partitioning(
          .range,
          parts: [
            "at", Partitioning.Part(.expression("lower(code)"), collation: "C", operatorClass: "text_pattern_ops"),
          ])
      ) {
        Column("id", .integer)
        Column("at", .date)
        Column("code", .text)
      },
      CreateTable(
        "m_2026", schema: "s", partitionOf: QualifiedName("m", schema: "s"),
        .range(from: ["2026-01-01", .minimum], to: ["2027-01-01", .maximum]), partitionBy: .list("code")),
      CreateTable(
        "m_2026_de", schema: "s", partitionOf: QualifiedName("m_2026", schema: "s"), .in("de", "it's", nil),
        partitionBy: .hash("id")),
      CreateTable(
        "m_2026_de_3", schema: "s", partitionOf: QualifiedName("m_2026_de", schema: "s"),
        .hash(modulus: 4, remainder: 3),
        with: ["fillfactor": 60]),
      CreateTable("m_rest", schema: "s", partitionOf: QualifiedName("m", schema: "s"), .default)),
    RoundTrip(
      "a partition with columns of its own", setup: "CREATE TABLE m (id int, n int) PARTITION BY RANGE (n)",
      makes: ["ATTACH PARTITION public.one FOR VALUES FROM (1) TO (2)", "n integer DEFAULT 1", "CONSTRAINT ck CHECK"],
      CreateTable(
        Table(
          "one", columns: [Column("id", .integer), Column("n", .integer).default(1)],
          constraints: [.check(Check("n >= 1", name: "ck"))], options: partition(of: "m", .from(1, to: 2))))),
    RoundTrip(
      "a partition that is dropped",
      setup: "CREATE TABLE m (n int) PARTITION BY LIST (n); CREATE TABLE one PARTITION OF m FOR VALUES IN (1)",
      unmakes: ["public.one"], DropTable(was: Table("one", options: partition(of: "m", .in(1))))),
    RoundTrip(
      "a partition that is attached", setup: "CREATE TABLE m (n int) PARTITION BY RANGE (n); CREATE TABLE one (n int)",
      makes: ["ATTACH PARTITION public.one FOR VALUES FROM (1) TO (3)"],
      AttachPartition("one", to: "m", .from(1, to: .expression("2 + 1")))),
    RoundTrip(
      "a partition that is detached",
      setup:
        "CREATE TABLE m (n int) PARTITION BY RANGE (n); CREATE TABLE one PARTITION OF m FOR VALUES FROM (1) TO (2)",
      unmakes: ["ATTACH PARTITION"], DetachPartition("one", from: "m", was: .from(1, to: 2))),
    RoundTrip(
      "a partition that is detached while others work",
      setup:
        "CREATE TABLE m (n int) PARTITION BY RANGE (n); CREATE TABLE one PARTITION OF m FOR VALUES FROM (1) TO (2)",
      unmakes: ["ATTACH PARTITION"],
      // Until it is attached again, a check stands for the bound.
      back: [
        AttachPartition("one", to: "m", .from(1, to: 2)),
        DropConstraint(was: .check(Check("n IS NOT NULL AND n >= 1 AND n < 2")), on: "one"),
      ],
      DetachPartition("one", from: "m", concurrently: true)),
    RoundTrip(
      "the indexes of a partitioned table, part by part",
      setup: "CREATE TABLE m (n int) PARTITION BY LIST (n); CREATE TABLE one PARTITION OF m FOR VALUES IN (1)",
      makes: [
        "CREATE INDEX ix ON ONLY public.m", "CREATE INDEX one_ix ON public.one", "ATTACH PARTITION public.one_ix",
      ],
      back: [DropIndex("ix", on: "m")],
      CreateIndex(onlyParent), CreateIndex("one_ix", on: "one", "n"), AttachIndex("one_ix", to: "ix")),
    RoundTrip(
      "an index that is a part from the start",
      setup:
        "CREATE TABLE m (n int) PARTITION BY LIST (n); CREATE TABLE one PARTITION OF m FOR VALUES IN (1); CREATE INDEX ix ON ONLY m (n)",
      makes: ["ATTACH PARTITION public.one_ix"], back: [DropIndex("ix", on: "m"), CreateIndex(onlyParent)],
      CreateIndex(part)),
  ]

  private static func partition(of parent: QualifiedName, _ bound: PartitionBound) -> Table.Options {
    var options = Table.Options()
    options.partition = Partition(of: parent, bound)
    return options
  }

  private static var onlyParent: Index {
    var index = Index("ix", on: "m", parts: ["n"])
    index.onlyTable = true
    return index
  }

  private static var part: Index {
    var index = Index("one_ix", on: "one", parts: ["n"])
    index.parent = "ix"
    return index
  }
}
