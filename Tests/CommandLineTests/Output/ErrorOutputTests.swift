import Foundation
import Testing

@Suite("What other programs read: errors and exit status")
struct ErrorOutputTests {
  @Test("An error is {error: {code, message, hints, ids}} on standard output, and error: and hint: lines on the other")
  func document() async throws {
    let project = try Project()
    try project.diamond()
    let ended = try await project.rev("upgrade", "head", "--json")
    #expect(ended.status == 1)
    let document = try #require(try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [String: Any])
    #expect(Set(document.keys) == ["error"])
    let body = try #require(document["error"] as? [String: Any])
    #expect(Set(body.keys).isSuperset(of: ["code", "message", "hints", "ids"]))
    #expect(body["ids"] as? [String] == ["dddd22", "eeee11"])
    #expect((body["hints"] as? [String])?.isEmpty == false)
    #expect(ended.error.hasPrefix("error: "))
    #expect(ended.error.contains("\nhint: "))
  }

  @Test("Without --json an error leaves standard output empty")
  func plain() async throws {
    let project = try Project()
    let ended = try await project.rev("show", "feed")
    #expect(ended.status == 1 && ended.output == "" && ended.error.hasPrefix("error: "))
  }

  @Test("Wrong usage with --json is an error document too, wherever --json stands")
  func usage() async throws {
    let project = try Project()
    for words in [["heads", "--bogus", "--json"], ["--json", "heads", "--bogus"], ["--json", "bogus"]] {
      let ended = try await project.rev(words)
      #expect(ended.status == 64)
      #expect(try ended.output.decoded(as: ErrorDocument.self).error.code == "usage")
    }
  }

  @Test(
    "A misspelt command is named, with the one that was meant, also behind options",
    arguments: [["upgrad", "head"], ["-c", "migrate.ini", "upgrad", "head"], ["-q", "--color=never", "upgrad"]])
  func misspelt(_ words: [String]) async throws {
    let ended = try await Project().rev(words)
    #expect(ended.status == 64 && ended.error.contains("'upgrad'") && ended.error.contains("'upgrade'"), "\(ended.all)")
  }

  private static let canTrace = ["/usr/bin/strace", "/usr/bin/perl"].allSatisfy(FileManager.default.isExecutableFile)

  @Test(
    "A reader that is slow is waited for, not asked again and again, where the stream does not block",
    .enabled(if: canTrace, "strace or perl is not installed"))
  func nonBlocking() async throws {
    let project = try Project()
    for number in 0..<200 { try project.sql("a\(1000 + number)", message: String(repeating: "long ", count: 200)) }
    let whole = try await project.output("history")
    let unblocked = "perl -MFcntl -e 'fcntl(STDOUT, F_SETFL, O_NONBLOCK); exec @ARGV'"
    // The reader begins once the writer was refused, however slow the machine is.
    let reader = "(n=0; until grep -q EAGAIN trace || [ $n = 600 ]; do n=$((n + 1)); sleep 0.05; done; cat)"
    let ended = try await project.run(
      "/bin/sh", "-c",
      "strace -f -qq -e trace=write -e status=failed -o trace \(unblocked) '\(Program.rev)' history | \(reader)")
    #expect(ended.output == whole)
    let refusals = try project.read("trace").lines.count { $0.contains("EAGAIN") }
    #expect((1..<200).contains(refusals), "\(refusals)")
  }

  @Test("0 is done, nothing to do included")
  func done() async throws {
    let project = try Project()
    try project.chain(2)
    for words in [["heads"], ["upgrade"], ["upgrade"], ["current"], ["downgrade", "base"], ["downgrade", "base"]] {
      #expect(try await project.rev(words).status == 0)
    }
  }

  @Test(
    "1 is failed",
    arguments: [["show", "feedfeed"], ["upgrade", "feedfeed"], ["-c", "none.ini", "heads"], ["upgrade", "+9"]])
  func failed(_ words: [String]) async throws {
    let project = try Project()
    try project.chain(2)
    #expect(try await project.rev(words).status == 1)
  }

  @Test("1 is also a check that found something, 0 one that did not")
  func found() async throws {
    let project = try Project()
    try project.chain(2)
    try await project.output("upgrade", "+1")
    let ended = try await project.rev("current", "--check-heads")
    #expect(ended.status == 1 && ended.output.contains("a001"))
    #expect(try await project.refusalOfCheck().ids == ["a002"])
    try await project.output("upgrade")
    #expect(try await project.rev("current", "--check-heads").status == 0)
  }

  @Test(
    "64 is wrong usage",
    arguments: [
      ["bogus"], ["heads", "--bogus"], ["upgrade", "head", "more"], ["plan"], ["plan", "sideways", "head"], ["show"],
      ["create", "--format", "cobol"], ["upgrade", "--sql", "--dry-run"], ["upgrade", "--from", "a001"],
      ["-x", "k", "heads"],
      ["upgrade", "-1"], ["downgrade", "+1"], ["upgrade", "a b"], ["heads", "--color", "pink"],
      ["history", "-r", "a001"],
      ["downgrade"], ["stamp"], ["bundle"], ["show", "a001:a002"], ["upgrade", ""],
    ])
  func wrongUsage(_ words: [String]) async throws {
    let project = try Project()
    try project.chain(2)
    let ended = try await project.rev(words)
    #expect(ended.status == 64, "\(ended.all)")
    #expect(ended.error.hasPrefix("error: "))
    #expect(!project.exists("dev.db"))
  }
}

extension Project {
  fileprivate func refusalOfCheck() async throws -> ErrorDocument.Body {
    let ended = try await rev("current", "--check-heads", "--json")
    #expect(ended.output.lines.count == 1)
    return try #require(ended.output.lines.last).decoded(as: ErrorDocument.self).error
  }
}
