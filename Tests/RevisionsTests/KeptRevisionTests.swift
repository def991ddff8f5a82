import ModelData
import OperationTesting
import RandomTesting
import Revisions
import Testing

@Suite("Revisions as the journal keeps them")
struct KeptRevisionTests {
  private static let metadata = RevisionMetadata(
    id: "c3", parents: ["a1", "b2"], dependsOn: ["d4"], branchLabels: ["billing"],
    message: "a \"quoted\"\n\u{1F600}\u{1}",
    created: "2026-11-21T09:00:00Z")

  private static func digest(_ operations: RevisionOperations) throws -> OperationDigest {
    try OperationDigest(of: operations, on: .postgresql) { nil }
  }

  @Test("every operation comes back as it was, with its digest, and so does all that the graph needs")
  func roundTrip() throws {
    for operation in OperationSamples.all {
      let operations = RevisionOperations(upgrade: Operations([operation]), downgrade: .reversed)
      let text = try KeptRevision(Self.metadata, operations).text()
      let back = try KeptRevision(text)
      #expect(back.metadata == Self.metadata)
      #expect(try Self.digest(back.operations) == Self.digest(operations), "\(operation)")
      #expect(try KeptRevision(back.metadata, back.operations).text() == text)
      #expect(text.utf8.allSatisfy { $0 >= 0x20 }, "one line, and nothing that a terminal obeys")
    }
  }

  @Test("what is put together for scripts of SQL is what any other way gives")
  func sql() throws {
    for text in ["SELECT 'a\\b';\n\t\u{1}", "", "é😀"] {
      let operations = RevisionOperations(upgrade: Operations([SQL(.raw(text)).operation]), downgrade: Operations([]))
      guard case .object(let object) = try ModelData(json: KeptRevision(RevisionMetadata(id: "a"), operations).text())
      else { throw KeptRevision.Fault.unknownFormat(nil) }
      #expect(try object["upgrade"] == ModelData(operations.upgrade))
    }
  }

  @Test("a direction that has Swift in it says so")
  func swift() throws {
    let live = Live("fill in", offline: .refuse) { _ in }
    let nested = When(.sqlite, then: Operations([live.operation]), otherwise: Operations([]))
    let operations = RevisionOperations(
      upgrade: Operations([nested.operation]), downgrade: Operations([live.operation]))
    let text = try KeptRevision(RevisionMetadata(id: "a"), operations).text()
    #expect(text.contains(#""swift":["upgrade","downgrade"]"#))
    let back = try KeptRevision(text).operations
    #expect(back.swift(in: .upgrade).map(\.label) == ["fill in"])
    #expect(back.swift(in: .upgrade, on: .postgresql).isEmpty && !back.swift(in: .upgrade, on: .sqlite).isEmpty)
  }

  @Test("what no revision is, is told from what is")
  func faults() throws {
    func fault(_ text: String) -> KeptRevision.Fault? {
      do throws(KeptRevision.Fault) {
        _ = try KeptRevision(text)
        return nil
      } catch {
        return error
      }
    }
    let side = #"{"content":{"steps":[]}}"#
    #expect(fault(#"{"format":1,"id":"a","upgrade":\#(side),"downgrade":\#(side)}"#) == nil)
    #expect(fault("") == .malformed(offset: 0))
    #expect(fault(#"{"format":1"#) == .malformed(offset: 11))
    #expect(fault("[]") == .unknownFormat(nil))
    #expect(fault("{}") == .unknownFormat(nil))
    #expect(fault(#"{"format":"1"}"#) == .unknownFormat(nil))
    #expect(fault(#"{"format":2,"id":"a","upgrade":\#(side),"downgrade":\#(side)}"#) == .unknownFormat(2))
    let wrong = [
      #"{"format":1,"upgrade":\#(side),"downgrade":\#(side)}"#, #"{"format":1,"id":"a","upgrade":\#(side)}"#,
      #"{"format":1,"id":7,"upgrade":\#(side),"downgrade":\#(side)}"#,
      #"{"format":1,"id":"a","parents":"b","upgrade":\#(side),"downgrade":\#(side)}"#,
      #"{"format":1,"id":"a","upgrade":\#(side),"downgrade":{"content":{"steps":[{"burnDown":{}}]}}}"#,
    ]
    for text in wrong {
      guard case .notARevision = fault(text) else {
        Issue.record("\(text)")
        continue
      }
    }
  }

  @Test("a text that is nested without end is refused, and does not take the process down")
  func nesting() {
    for open in ["[", #"{"a":"#, #"{"format":1,"id":"a","upgrade":{"content":{"steps":["#] {
      #expect(throws: KeptRevision.Fault.self) { try KeptRevision(String(repeating: open, count: 100_000)) }
    }
    var steps = "[]"
    for _ in 0..<20 { steps = #"[{"outsideTransaction":{"body":{"content":{"steps":\#(steps)}}}}]"# }
    let text = #"{"format":1,"id":"a","upgrade":{"content":{"steps":[]}},"downgrade":{"content":{"steps":\#(steps)}}}"#
    #expect(throws: Never.self) { try KeptRevision(text) }
  }

  @Test("a damaged text is refused or read, and does not take the process down")
  func damage() throws {
    var random = SplitMix64(seed: 7)
    let samples = Array(OperationSamples.all)
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "-", "9", "null", "true", "\"steps\"", "1e999", "\u{0}",
    ]
    for _ in 0..<rounds(2000) {
      let operation = samples[Int.random(in: 0..<samples.count, using: &random)]
      let operations = RevisionOperations(upgrade: Operations([operation]), downgrade: .reversed)
      var text = Array(try KeptRevision(Self.metadata, operations).text().utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<text.count, using: &random)
        let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
        text.replaceSubrange(place..<min(text.count, place + Int.random(in: 0...4, using: &random)), with: piece.utf8)
      }
      _ = try? KeptRevision(String(decoding: text, as: UTF8.self))
    }
  }

  @Test("JSON is read as others write it")
  func json() throws {
    let text = " { \"a\" : [ 1 , -2.5e1 , true , null , \"\\u00e9\\ud83d\\ude00\\/\\b\" ] , \"b\" : { } } "
    #expect(
      try ModelData(json: text)
        == .object([
          "a": .list([.integer(1), .double(-25), .boolean(true), .null, .text("é😀/\u{8}")]), "b": .object([:]),
        ]))
    for wrong in ["01x", "\"\\ud83d\"", "\"\\u12\"", "{\"a\"}", "[1,]", "tru", "\"a\nb\"", "1 2", "nan", "+", ""] {
      #expect(throws: ModelData.MalformedJSON.self, "\(wrong)") { try ModelData(json: wrong) }
    }
    #expect(throws: ModelData.UnwritableNumber.self) { try ModelData.double(.infinity).json() }
  }
}
