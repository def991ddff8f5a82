import Dialects
import PostgresTesting
import RandomTesting
import Revisions
import Testing

@testable import PostgresDialect

@Suite("What an expression means", .enabled(if: PostgresPrograms.areInstalled))
struct ExpressionMeaningTests {
  /// The columns, with that of the domain as what its values are.
  private static let columns = ExpressionPatterns.columns.merging(["z": .string(9)]) { _, base in base }

  private static func form(_ expression: String) -> String { ExpressionText.canonical(expression, columns: columns) }

  @Test("is the same to the server in the one form of a person's words, and of its own")
  func meaning() async throws {
    try await withServerReading { server in
      var known = 0
      for round in 0..<rounds(300) {
        let isIndex = round.isMultiple(of: 4)
        let (place, kinds): (ServerReading.Place, [ExpressionPatterns.Kind]) =
          isIndex ? (.index, [.number, .text, .time, .document, .list]) : (.check, [.condition])
        var random = SplitMix64(seed: UInt64(round))
        let kind = kinds.randomElement(using: &random) ?? .condition
        var expressions = RandomExpressions(random)
        let written = expressions.expression(of: kind, depth: 2)
        guard let kept = try await server.words(written, as: place) else { continue }
        known += 1
        let words = try await server.settledWords(written, as: place)
        for text in [written, kept] {
          let form = Self.form(text)
          #expect(try await server.settledWords(form, as: place) == words, "\(text)\n\(form)")
          #expect(Self.form(form) == form, "\(text)")
        }
      }
      #expect(known > rounds(80))
    }
  }

  @Test("is another where the form is, and the other way round")
  func differences() async throws {
    try await withServerReading { server in
      var known = 0
      for round in 0..<rounds(200) {
        let seed = UInt64(1_000_000 + round)
        var (random, altered) = (
          RandomExpressions(SplitMix64(seed: seed)), RandomExpressions(AlteredRandom(seed: seed, at: round % 12))
        )
        let (one, other) = (random.expression(of: .condition, depth: 2), altered.expression(of: .condition, depth: 2))
        guard one != other, let kept = try await server.words(one, as: .check),
          let otherKept = try await server.words(other, as: .check),
          try await server.settledWords(one, as: .check) != server.settledWords(other, as: .check)
        else { continue }
        known += 1
        let forms = Set([one, kept].map(Self.form))
        #expect(forms.isDisjoint(with: [other, otherKept].map(Self.form)), "\(one)\n\(other)")
      }
      #expect(known > rounds(20))
    }
  }

  /// Kinds of expressions, and types of columns that may have their values for defaults.
  private static let defaults: [(kind: ExpressionPatterns.Kind, types: [String])] = [
    (
      .number,
      ["smallint", "integer", "bigint", "numeric", "numeric(9,2)", "real", "double precision", "text", "boolean"]
    ),
    (
      .numberLiteral,
      ["smallint", "integer", "bigint", "numeric", "numeric(9,2)", "real", "double precision", "varchar(9)", "boolean"]
    ),
    (.text, ["text", "varchar(9)", "varchar", "char(3)", "bpchar", "name", "bytea", "\"char\""]),
    (.textLiteral, ["text", "varchar(1)", "char(3)", "integer", "boolean", "jsonb", "bytea", "mood", "word"]),
    (.time, ["date", "timestamp", "timestamptz", "timestamp(0)", "text"]),
    (.interval, ["interval", "interval(0)", "interval day to second", "interval hour", "text"]),
    (.document, ["jsonb", "json", "text"]), (.list, ["integer[]", "bigint[]", "text"]),
    (.textList, ["text[]", "varchar(9)[]"]), (.condition, ["boolean", "text"]),
    (
      .constant,
      ["integer", "bigint", "numeric", "real", "double precision", "text", "varchar(9)", "boolean", "interval(0)"]
    ),
  ]

  /// What a default comes to, and the SQL that it is written with.
  private static func form(_ text: String, for type: DataType) throws -> (Column.DefaultValue, sql: String)? {
    var schema = Schema()
    schema.tables = [Table("k", columns: [Column("a", type).default(.expression(.raw(text)))])]
    guard let value = try PostgresDialect().canonical(schema).tables.first?.columns.first?.defaultValue else {
      return nil
    }
    return (value, try PostgresDialect().defaultText(value, for: type))
  }

  @Test("is the same to the server where it is a default")
  func defaultValues() async throws {
    try await withServerReading { server in
      var known = 0
      for round in 0..<rounds(300) {
        var random = SplitMix64(seed: UInt64(2_000_000 + round))
        guard let (kind, types) = Self.defaults.randomElement(using: &random),
          let type = types.randomElement(using: &random).map({ TypeText.canonical(.raw($0)) })
        else { continue }
        var expressions = RandomExpressions(random)
        let written = expressions.expression(of: kind, depth: round % 3)
        let place = ServerReading.Place.default(of: type)
        guard let kept = try await server.words(written, as: place) else { continue }
        known += 1
        let words = try await server.settledWords(written, as: place)
        for text in [written, kept] {
          let form = try Self.form(text, for: type)
          let sql = form?.sql ?? "NULL"
          #expect(try await server.settledWords(sql, as: place) == words, "\(text)\n\(sql)")
          #expect(try Self.form(sql, for: type)?.0 == form?.0, "\(text)")
        }
      }
      #expect(known > rounds(80))
    }
  }
}
