import Foundation
import SQLiteDriver
import Subprocess
import SystemPackage
import Testing

@Suite("SIGINT")
struct SignalTests {
  /// Runs `rev`, and sends it SIGINT each time that it has said one of these texts, in their order.
  private func interrupt(_ project: Project, _ words: [String], after texts: [String]) async throws -> Ended {
    await ProcessSlots.shared.take()
    defer { Task { await ProcessSlots.shared.give() } }
    let variables = project.environment.compactMap { name, value in Environment.Key(rawValue: name).map { ($0, value) }
    }
    let result = try await Subprocess.run(
      .path(FilePath(Program.rev)), arguments: Arguments(words),
      environment: .custom(Dictionary(variables) { first, _ in first }),
      workingDirectory: FilePath(project.folder), input: .none, output: .discarded, error: .sequence
    ) { execution in
      var said: [UInt8] = []
      var rest = texts[...]
      for try await piece in execution.standardError {
        said += piece.withUnsafeBytes { Array($0) }
        while let next = rest.first, String(decoding: said, as: UTF8.self).contains(next) {
          rest.removeFirst()
          Glibc.kill(execution.processIdentifier.value, SIGINT)
        }
      }
      return String(decoding: said, as: UTF8.self)
    }
    let status: Int32 =
      switch result.terminationStatus {
      case .exited(let code): code
      case .signaled(let signal): -signal
      }
    return Ended(status: status, output: "", error: result.closureResult)
  }

  private static let asleep = #"_ = write(2, "asleep\n", 7)"#

  @Test("While it waits for another's lock: that is said after a while, and the signal ends the wait")
  func waiting() async throws {
    let project = try Project("sqlite_busy_timeout = 30\n")
    try project.chain(2)
    try await project.output("upgrade", "+1")
    let holder = try SQLiteConnection(path: project.database)
    try await holder.run("BEGIN IMMEDIATE")
    let ended = try await interrupt(project, ["upgrade"], after: ["Waiting for"])
    #expect(ended.status == 1)
    #expect(ended.error.contains("error: interrupted"), "\(ended.error)")
    try await holder.run("ROLLBACK")
    await holder.close()
    #expect(try await project.heads() == ["a001"])
  }

  @Test("While Live sleeps: its task is cancelled, the revision leaves nothing, and that is said")
  func sleeping() async throws {
    let project = try Project(cache: .shared)
    try project.sql("aaaa11")
    try project.swift(
      "bbbb11", after: ["aaaa11"], imports: "import Glibc",
      upgrade: """
        SQL("CREATE TABLE half (id)")
        Live("sleep", fingerprint: "1") { _ in
          \(Self.asleep)
          try await Task.sleep(for: .seconds(60))
        }
        """)
    let ended = try await interrupt(project, ["upgrade"], after: ["asleep\n"])
    #expect(ended.status == 1)
    #expect(ended.error.contains("error: interrupted") && ended.error.contains("bbbb11"), "\(ended.error)")
    #expect(ended.error.contains("hint: nothing of bbbb11 is left"), "\(ended.error)")
    #expect(try await project.heads() == ["aaaa11"])
    #expect(try await project.objects() == ["t_aaaa11"])
  }

  @Test("A second one ends rev at once, and says what stays")
  func twice() async throws {
    let project = try Project(cache: .shared)
    try project.swift(
      "aaaa11", imports: "import Glibc",
      upgrade: """
        SQL("CREATE TABLE half (id)")
        Live("deaf", fingerprint: "1") { _ in
          \(Self.asleep)
          for _ in 0..<300 { usleep(100_000) }
        }
        """)
    let ended = try await interrupt(project, ["upgrade"], after: ["asleep\n", "Stopping"])
    #expect(ended.status == 1)
    #expect(ended.error.contains("error: ended at once") && ended.error.contains("rev current"), "\(ended.error)")
    #expect(try await project.heads() == [])
    #expect(try await project.objects() == [])
  }
}
