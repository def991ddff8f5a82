import RandomTesting
import Revisions
import Testing

@testable import ScriptRepository

@Suite("Revisions in SQL")
struct SQLScriptTests {
  static func parse(_ text: String) throws -> SQLScript { try SQLScript(Array(text.utf8), path: "/v/a.sql") }

  static func problems(_ text: String) -> [ScriptProblem] {
    do {
      _ = try parse(text)
      return []
    } catch {
      return (error as? ScriptProblems)?.problems ?? []
    }
  }

  static func sql(_ operations: Operations) -> SQL? {
    guard case .steps(let steps) = operations.content, steps.count == 1 else { return nil }
    if case .sql(let sql) = steps[0] { return sql }
    return nil
  }

  @Test("reads every key, with blanks or commas between the elements of a list")
  func header() throws {
    let script = try Self.parse(
      "\u{FEFF}-- revision: a\r\n-- parents: b, c d\r\n--depends_on: e\r\n-- branch_labels: billing,money\r\n"
        + "--  message:  add: things  \r\n-- created: 2026-11-21T09:00:00Z\r\n-- just a comment\r\n\r\n-- upgrade\r\nSELECT 1;\r\n"
    )
    #expect(
      script.metadata
        == RevisionMetadata(
          id: "a", parents: ["b", "c", "d"], dependsOn: ["e"], branchLabels: ["billing", "money"],
          message: "add: things",
          created: "2026-11-21T09:00:00Z"))
    #expect(script.line == 1)
  }

  @Test("hands out each section as one operation that knows its first line")
  func sections() throws {
    let script = try Self.parse("-- revision: a\n\n-- upgrade\nCREATE TABLE t (x);\n\n-- downgrade\n\nDROP TABLE t;\n")
    let upgrade = try #require(Self.sql(script.operations.upgrade))
    #expect(upgrade.text.plainText == "CREATE TABLE t (x);\n\n")
    #expect(upgrade.location.line == 4)
    #expect(upgrade.location.file == "/v/a.sql")
    let downgrade = try #require(Self.sql(script.operations.downgrade))
    #expect(downgrade.text.plainText == "\nDROP TABLE t;\n")
    #expect(downgrade.location.line == 7)
  }

  @Test("runs a side outside a transaction where its mark says so")
  func outsideTransaction() throws {
    let script = try Self.parse(
      "-- revision: a\n-- upgrade  transaction=off\nVACUUM;\n-- Downgrade transaction=on\nSELECT 1;")
    guard case .steps(let steps) = script.operations.upgrade.content,
      case .outsideTransaction(let outside)? = steps.first
    else {
      Issue.record("\(script.operations.upgrade)")
      return
    }
    #expect(Self.sql(outside.body)?.text.plainText == "VACUUM;\n")
    #expect(Self.sql(outside.body)?.location.line == 3)
    #expect(Self.sql(script.operations.downgrade)?.text.plainText == "SELECT 1;")
  }

  @Test("knows a side without a way back: declared, or left out")
  func irreversible() throws {
    let declared = try Self.parse("-- revision: a\n-- upgrade\nSELECT 1;\n-- downgrade irreversible:  data  is gone\n")
    guard case .irreversible("data is gone") = declared.operations.downgrade.content else {
      Issue.record("\(declared.operations.downgrade)")
      return
    }
    let missing = try Self.parse("-- revision: a\n-- upgrade\nSELECT 1;\n")
    guard case .irreversible = missing.operations.downgrade.content else {
      Issue.record("\(missing.operations.downgrade)")
      return
    }
    let contradiction = "-- revision: a\n-- upgrade\n-- downgrade irreversible: no\nDROP TABLE t;\n"
    #expect(Self.problems(contradiction).map(\.kind) == [.irreversibleHasStatements])
  }

  @Test("takes a section of blanks and comments for one that does nothing")
  func empty() throws {
    let script = try Self.parse("-- revision: a\n-- upgrade\n\n  -- later\n-- downgrade\n")
    for side in [script.operations.upgrade, script.operations.downgrade] {
      guard case .steps(let steps) = side.content else {
        Issue.record("\(side)")
        continue
      }
      #expect(steps.isEmpty)
    }
  }

  @Test("takes a sentence for a comment, and a mark only at the beginning of its line")
  func comments() throws {
    let script = try Self.parse(
      "-- revision: a\n-- upgrade\n-- upgrade the users\n  -- downgrade\n-- upgrades: none\n-- upgrade_x\nSELECT 1;\n")
    #expect(Self.sql(script.operations.upgrade)?.text.plainText?.contains("SELECT 1;") == true)
    guard case .irreversible = script.operations.downgrade.content else {
      Issue.record("the indented line was taken for a mark")
      return
    }
  }

  @Test(
    "names what is wrong, and the line",
    arguments: [
      ("", nil, ScriptProblem.Kind.headerMissing),
      ("CREATE TABLE t (x);\n", nil, .headerMissing),
      ("-- upgrade\nSELECT 1;", nil, .headerMissing),
      ("-- revision: a\n", nil, .upgradeMissing),
      ("-- revision:\n-- upgrade\n", 1, .headerValueMalformed(key: "revision", value: "")),
      ("-- revision: a b\n-- upgrade\n", 1, .headerValueMalformed(key: "revision", value: "a b")),
      ("-- revision: a\n-- parent: b\n-- upgrade\n", 2, .headerKeyUnknown(key: "parent", suggestion: "parents")),
      (
        "-- revision: a\n-- Depends on: b\n-- upgrade\n", 2,
        .headerKeyUnknown(key: "Depends on", suggestion: "depends_on")
      ),
      (
        "-- revision: a\n-- branch-labels: b\n-- upgrade\n", 2,
        .headerKeyUnknown(key: "branch-labels", suggestion: "branch_labels")
      ),
      ("-- revision: a\n-- Copyright: me\n-- upgrade\n", 2, .headerKeyUnknown(key: "Copyright", suggestion: nil)),
      ("-- revision: a\n-- message: b\n\n-- message: c\n-- upgrade\n", 4, .headerKeyRepeated(key: "message")),
      ("-- revision: a\nSELECT 1;\n-- upgrade\n", 2, .textBeforeSections),
      ("-- revision: a\n-- downgrade\nSELECT 1;\n", nil, .upgradeMissing),
      ("-- revision: a\n-- upgrade\n-- downgrade\n-- upgrade\n", 4, .sectionRepeated(section: "upgrade", firstLine: 2)),
      (
        "-- revision: a\n-- upgrade transaction=of\n", 2,
        .sectionMalformed(section: "upgrade", option: "transaction=of")
      ),
      ("-- revision: a\n-- upgrade\n-- downgrade:\n", 3, .sectionMalformed(section: "downgrade", option: ":")),
      ("-- revision: a\n-- upgrade\n-- downgrade --\n", 3, .sectionMalformed(section: "downgrade", option: "--")),
      (
        "-- revision: a\n-- upgrade\n-- downgrade irreversible\n", 3,
        .sectionMalformed(section: "downgrade", option: "irreversible")
      ),
      ("-- revision: a\n-- message: \u{0}\n-- upgrade\n", 2, .controlCharacter(0)),
      ("-- revision: a\n<<<<<<< HEAD\n-- message: b\n=======\n-- upgrade\n", 2, .conflictMarker),
    ] as [(String, Int?, ScriptProblem.Kind)])
  func problems(_ text: String, _ line: Int?, _ kind: ScriptProblem.Kind) {
    let problems = Self.problems(text)
    #expect(problems.map(\.kind) == [kind])
    #expect(problems.first?.position?.line == line)
    #expect(problems.allSatisfy { $0.path == "/v/a.sql" })
  }

  @Test("reports everything that is wrong with a header")
  func several() {
    let kinds = Self.problems("-- revision: a\n-- parnts: b\nSELECT 1;\n-- x: y\n-- upgrade\n").map(\.kind)
    #expect(
      kinds == [
        .headerKeyUnknown(key: "parnts", suggestion: "parents"), .textBeforeSections,
        .headerKeyUnknown(key: "x", suggestion: nil),
      ])
  }

  @Test("reads the header the same from any beginning of the file that holds it")
  func prefixes() throws {
    let text = Array("-- revision: a\r\n-- message: größer\r\n\r\n-- upgrade\r\nSELECT 'ü';\r\n".utf8)
    let whole = try #require(try SQLScript.header(of: text, isWhole: true, path: "/v/a.sql"))
    for count in 0..<text.count {
      if let header = try SQLScript.header(of: Array(text.prefix(count)), isWhole: false, path: "/v/a.sql") {
        #expect(header.metadata == whole.metadata)
      }
    }
    #expect(try SQLScript.header(of: text, isWhole: false, path: "/v/a.sql") != nil)
  }

  @Test("survives any text")
  func randomText() {
    var random = SplitMix64(seed: 2)
    let pieces = [
      "--", " ", "upgrade", "downgrade", "\n", "\r\n", "revision", ":", "a", "transaction=off", "irreversible",
      "parents", ",",
      "SELECT 1;", "\t", "é", "=", "message",
    ]
    for _ in 0..<rounds(3000) {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<40, using: &random) {
        if Int.random(in: 0..<10, using: &random) == 0 {
          bytes.append(UInt8.random(in: 0...255, using: &random))
        } else {
          bytes += (pieces.randomElement(using: &random) ?? "").utf8
        }
      }
      _ = try? SQLScript(bytes, path: "/v/a.sql")
    }
  }
}
