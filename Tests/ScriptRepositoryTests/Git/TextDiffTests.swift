import Foundation
import RandomTesting
import Testing

@testable import ScriptRepository

@Suite("Differences between texts")
struct TextDiffTests {
  /// The diff as `diff -u` writes it, without the names.
  private func unified(_ diff: TextDiff) -> String {
    var text = ""
    for hunk in diff.hunks {
      func range(_ start: Int, _ count: Int) -> String { count == 1 ? "\(start)" : "\(start),\(count)" }
      text += "@@ -\(range(hunk.oldStart, hunk.oldCount)) +\(range(hunk.newStart, hunk.newCount)) @@\n"
      for line in hunk.lines {
        text += (line.kind == .context ? " " : line.kind == .added ? "+" : "-") + line.text + "\n"
        if line.lacksNewline { text += "\\ No newline at end of file\n" }
      }
    }
    return text
  }

  @Test("are those that `git diff` finds, over random texts")
  func random() throws {
    let repository = try GitTestRepository(nil)
    var random = SplitMix64(seed: 5)
    for round in 0..<rounds(60) {
      let words = ["a", "b", "{", "}", "", "SELECT 1;\r"]
      var lines = (0..<Int.random(in: 0..<30, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
      func text(_ random: inout SplitMix64) -> String {
        lines.joined(separator: "\n") + (lines.isEmpty || random.once(in: 4) ? "" : "\n")
      }
      let old = text(&random)
      for _ in 0..<Int.random(in: 0..<4, using: &random) {
        let place = Int.random(in: 0...lines.count, using: &random)
        if place < lines.count, Bool.random(using: &random) {
          lines.remove(at: place)
        } else {
          lines.insert("new", at: place)
        }
      }
      let new = text(&random)
      let context = Int.random(in: 0...4, using: &random)
      try repository.project.write("old", old)
      try repository.project.write("new", new)
      // Without a repository, git says in its status that there is a difference.
      var expected = ""
      if old != new {
        expected =
          try repository.git(
            [
              "-c", "alias.d=!f() { git diff --no-index --no-color -U\(context) versions/old versions/new; true; }; f",
              "d",
            ]) + "\n"
        // By bytes: to Swift, a CR and an LF are one character.
        let lines = expected.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String($0) ?? "" }
        expected = lines.drop { !$0.hasPrefix("@@") }.map { line in
          // Behind the numbers git repeats a line that may say what function it is.
          guard line.hasPrefix("@@ "), let end = line.dropFirst(2).range(of: "@@") else { return line }
          return String(line[..<end.upperBound])
        }.joined(separator: "\n")
      }
      let diff = try TextDiff(from: Array(old.utf8), to: Array(new.utf8), context: context)
      #expect(unified(diff) == expected, "round \(round)")
      #expect(diff.hunks.isEmpty == (old == new))
    }
  }

  @Test("say where each line stands, and keep what is not UTF-8 readable")
  func lines() throws {
    let diff = try TextDiff(from: Array("a\nb\nc".utf8), to: Array("a\n".utf8) + [0xFF, 0x0A], context: 1)
    let hunk = try #require(diff.hunks.first)
    #expect(diff.hunks.count == 1)
    #expect(
      hunk.lines == [
        .init(kind: .context, text: "a", oldLine: 1, newLine: 1, lacksNewline: false),
        .init(kind: .removed, text: "b", oldLine: 2, newLine: nil, lacksNewline: false),
        .init(kind: .removed, text: "c", oldLine: 3, newLine: nil, lacksNewline: true),
        .init(kind: .added, text: "\u{FFFD}", oldLine: nil, newLine: 2, lacksNewline: false),
      ])
  }
}
