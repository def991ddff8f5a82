import Foundation
import Testing

@Suite("A journal that somebody has written into")
struct TamperedJournalTests {
  /// What somebody could write who may write to the database, and what is said of it.
  static let tampering: [(String, String, String)] = [
    (
      "other operations, with a digest to match",
      "operations = replace(operations, 'DROP TABLE t_a003', 'DROP TABLE t_a001'), digest = 'ops1:' || hex(zeroblob(64))",
      "does something else"
    ),
    (
      "one more statement", "operations = replace(operations, 't_a003;', 't_a003; DROP TABLE t_a001;')",
      "does something else"
    ),
    ("another parent", "operations = replace(operations, '[\"a002\"]', '[\"a001\"]')", "does something else"),
    (
      "another message", "operations = replace(operations, '\"id\":', '\"message\":\"hello\",\"id\":')",
      "does something else"
    ),
    (
      "the text of another script", "blob_id = (SELECT blob_id FROM rev_journal WHERE revision = 'a002')",
      "is no script of it"
    ),
    ("a text that git does not have", "blob_id = '0123456789012345678901234567890123456789'", "git does not have"),
    ("no text", "blob_id = NULL", "does not say which text"),
    ("a text that can be none", "blob_id = 'HEAD'", "does not say which text"),
  ]

  @Test("from a row that somebody has tampered with is refused", arguments: tampering)
  func tampered(_ what: String, _ change: String, _ words: String) async throws {
    let project = try await Project.chain(3, without: "a003")
    _ = try await project.query("UPDATE rev_journal SET \(change) WHERE revision = 'a003'")
    for words in [
      ["downgrade", "a001"], ["downgrade", "a001", "--allow-edited"], ["downgrade", "a003:a001", "--sql"],
    ] {
      let error = try await project.harmlessRefusal(of: words)
      #expect(error.code == "journal-not-proven", "\(what): \(error.message)")
    }
    let error = try await project.harmlessRefusal("downgrade", "a001")
    #expect(error.message.contains(words), "\(error.message)")
    #expect(try await project.output("plan", "downgrade", "a001").contains("not proven: "))
  }

  @Test(
    "from a row that cannot be read is refused, trusted or not, and no process goes down",
    arguments: [
      ("{\"format\":1", "it is no JSON from byte 11 on"), ("", "it is no JSON from byte 0 on"),
      ("{\"format\":2}", "it is of form 2, which this rev does not know"), ("[]", "it does not say of what form it is"),
      ("{\"format\":1,\"id\":\"a003\"}", "it lacks 'upgrade'"),
      (String(repeating: "[", count: 50_000), "it is no JSON"),
    ])
  func unreadable(_ text: String, _ words: String) async throws {
    let project = try await Project.chain(3, without: "a003")
    _ = try await project.query("UPDATE rev_journal SET operations = '\(text)' WHERE revision = 'a003'")
    for more in [[], ["--trust-journal"]] {
      let ended = try await project.rev(["downgrade", "a001"] + more)
      #expect(ended.status == 1, "\(ended.all)")
      #expect(
        ended.error.contains("warning: what the journal keeps of a003 cannot be used: \(words)"), "\(ended.error)")
      #expect(ended.error.contains("error: the database stands at a003, which no script here has"))
      #expect(ended.error.contains("rev verify --restore a003"))
    }
    #expect(try await project.rev("current").status == 1)
    #expect(try await project.heads() == ["a003"])
  }

  @Test("from a row with the operations of another revision, or of a graph that cannot be, is refused")
  func misplaced() async throws {
    let project = try await Project.chain(3, without: "a003")
    let before = try project.bytes("dev.db")
    let changes = [
      ("operations = (SELECT operations FROM rev_journal WHERE revision = 'a002')", "that of another revision, a002"),
      ("operations = replace(operations, '[\"a002\"]', '[\"a003\"]')", "is its own parent"),
      ("operations = replace(operations, '[\"a002\"]', '[\"zzzz\"]')", "follows zzzz, which is not there"),
      ("operations = replace(operations, '\"id\":', '\"branch_labels\":[\"a\\u001b[2J\"],\"id\":')", "cannot be seen"),
      (
        "operations = replace(operations, '\"id\":', '\"branch_labels\":[\"a001\"],\"id\":')", "is the id of a revision"
      ),
    ]
    for (change, words) in changes {
      try before.write(to: URL(fileURLWithPath: project.database))
      _ = try await project.query("UPDATE rev_journal SET \(change) WHERE revision = 'a003'")
      let ended = try await project.rev("downgrade", "a001", "--trust-journal")
      #expect(ended.status == 1 && ended.error.contains(words), "\(ended.all)")
      #expect(ended.error.contains("rev verify --restore a003") && !ended.error.contains("\u{1B}"))
      #expect(try await project.heads() == ["a003"])
    }
  }
}
