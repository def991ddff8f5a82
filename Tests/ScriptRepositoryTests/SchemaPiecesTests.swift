import RandomTesting
import Revisions
import SystemPackage
import Testing

@testable import ScriptRepository

@Suite("Cutting a declared schema into pieces")
struct SchemaPiecesTests {
  private static func table(_ number: Int) -> String {
    """
    let t\(number) = Schema {
      Table("t\(number)") {
        Column("id", .integer).primaryKey()
        Column("brace", .text).default("} let x = \\"Schema {\\"")  // let y = Schema {
      }
    }

    """
  }

  private static func file(_ numbers: Range<Int>, _ extra: String = "") -> [UInt8] {
    Array(("import Revisions\n\n" + numbers.map(table).joined() + extra).utf8)
  }

  private static let schema = """
    let schema = Schema {
    \((0..<600).map { "  t\($0)" }.joined(separator: "\n"))
    }

    """

  @Test("Every declaration stands in one piece, in order, and each piece imports what its file does")
  func whole() throws {
    let pieces = try #require(SchemaPieces([Self.file(0..<300), Self.file(300..<600, Self.schema)], atOnce: 8))
    #expect(pieces.texts.count == 2)
    let texts = pieces.texts.map { String(decoding: $0, as: UTF8.self) }
    #expect(texts.allSatisfy { $0.hasPrefix("import Revisions\n") })
    let joined = texts.joined().replacing("import Revisions\n", with: "")
    let expected = ((0..<600).map(Self.table).joined() + Self.schema).replacing(
      #/let (t\d+|schema) = Schema/#, with: { "let \($0.output.1): Schema = Schema" })
    #expect(joined.filter { $0 != "\n" } == expected.filter { $0 != "\n" })
  }

  @Test("Pieces are about as long as each other")
  func balance() throws {
    let pieces = try #require(SchemaPieces([Self.file(0..<600, Self.schema)], atOnce: 2))
    let sizes = pieces.texts.map(\.count)
    #expect(sizes.count == 2 && sizes[0] < sizes[1] * 2 && sizes[1] < sizes[0] * 2, "\(sizes)")
  }

  @Test("A small schema, one core, or what a cut would change is left whole")
  func uncut() {
    #expect(SchemaPieces([Self.file(0..<10)], atOnce: 8) == nil)
    #expect(SchemaPieces([Self.file(0..<600)], atOnce: 1) == nil)
    for extra in [
      "private let secret = 1\n", "fileprivate func f() {}\n", "#if DEBUG\nlet d = 1\n#endif\n",
      "let s = \"never closed\n",
      "func f() {\n",
    ] {
      #expect(SchemaPieces([Self.file(0..<600, extra)], atOnce: 2) == nil, "\(extra)")
    }
  }

  @Test("A type is added where one is called, and only there")
  func annotation() throws {
    let extra = """
      let a = Table("a") {
      }
      let b: Schema = Schema {}
      let c = 12
      let d = Schema.empty
      let (e, f) = (1, 2)
      let g = Enum("g", "x")
      let h = make(Schema {})
      """
    let pieces = try #require(SchemaPieces([Self.file(0..<600, extra)], atOnce: 2))
    let last = String(decoding: pieces.texts[1], as: UTF8.self)
    let expected = extra.replacing("let a =", with: "let a: Table =").replacing("let g =", with: "let g: Enum =")
    #expect(last.hasSuffix(expected), "\(last.suffix(400))")
  }

  @Test("A schema in pieces declares the same, from files that use each other, and with what cannot be cut too")
  func compiled() async throws {
    let project = try TestProject()
    let helper = "\nfunc key() -> Column { Column(\"key\", .uuid) }\n"
    let list = "\nlet schema = Schema {\n  t0\n  t519\n  Table(\"u\") { key() }\n}\n"
    // A body of comments, so that it is long without keeping the compiler long.
    func body(_ numbers: Range<Int>) -> String {
      "import Revisions\n"
        + numbers.map { "let t\($0) = Schema {\n  // \(String(repeating: "x", count: 200))\n}\n" }.joined()
    }
    for secret in ["", "private let secret = 1\n"] {
      try project.write("a.swift", body(0..<260) + secret, in: "schema")
      try project.write("b.swift", body(260..<520) + helper + list, in: "schema")
      let schema = try await project.repository().declaredSchema(at: FilePath("\(project.folder)/schema")).schema
      #expect(schema.tables.map(\.name.name) == ["u"])
    }
  }

  @Test("What does not compile is reported where it stands, not where its piece was cut")
  func refused() async throws {
    let project = try TestProject()
    let lines = (0..<700).map { "let t\($0) = Schema {\n  // \(String(repeating: "x", count: 200))\n}\n" }.joined()
    let path = try project.write("Schema.swift", "import Revisions\n" + lines + "let schema = Shcema {}\n")
    let error = await #expect(throws: SchemaLoadError.self) {
      try await project.repository().declaredSchema(at: FilePath(path))
    }
    guard case .doesNotCompile(let report) = error else { return #expect(Bool(false), "\(String(describing: error))") }
    #expect(report.diagnostics.first?.path == path && report.diagnostics.first?.position.line == 2102)
  }
}
