import Foundation
import SQLiteDriver
import Testing

@Suite("Databases that cannot be used")
struct DatabaseProblemTests {
  private let project: Project
  private static let commands = [
    ["upgrade"], ["current"], ["downgrade", "base"], ["stamp", "head"], ["plan", "upgrade", "head"],
  ]

  init() throws {
    project = try Project("sqlite_busy_timeout = 0.2\n")
    try project.chain(2)
  }

  @Test("A database that another connection holds is busy: said within the time set, and nothing is changed")
  func locked() async throws {
    try await project.output("upgrade", "+1")
    let before = try project.bytes("dev.db")
    let holder = try SQLiteConnection(path: project.database)
    try await holder.run("BEGIN IMMEDIATE")
    for words in [["upgrade"], ["downgrade", "base"], ["stamp", "head"]] {
      let ended = try await project.rev(words + ["--json"])
      #expect(ended.status == 1)
      let body = try ended.output.decoded(as: ErrorDocument.self).error
      #expect(body.code == "busy" && body.hints.contains { $0.contains("sqlite_busy_timeout") }, "\(words): \(body)")
    }
    // Reading is possible meanwhile.
    #expect(try await project.rev("current").status == 0)
    try await holder.run("ROLLBACK")
    await holder.close()
    #expect(try project.bytes("dev.db") == before)
    try await project.output("upgrade")
    #expect(try await project.heads() == ["a002"])
  }

  @Test("A lock that is given up in time is waited for")
  func waits() async throws {
    try project.write("migrate.ini", try project.read("migrate.ini").replacing("= 0.2", with: "= 60"))
    try await project.output("upgrade", "+1")
    let holder = try SQLiteConnection(path: project.database)
    try await holder.run("BEGIN IMMEDIATE")
    async let ended = project.rev(["upgrade"], isLimited: false)
    // Not before it has the database open; a while later it will have asked for the lock, too.
    var tries = 0
    while !project.databaseIsOpenElsewhere, tries < 1000 {
      tries += 1
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(tries < 1000)
    try await Task.sleep(for: .milliseconds(300))
    try await holder.run("COMMIT")
    await holder.close()
    #expect(try await ended.status == 0)
    #expect(try await project.heads() == ["a002"])
  }

  @Test("A file that is no database is left as it is", arguments: commands)
  func noDatabase(_ words: [String]) async throws {
    try project.write("dev.db", String(repeating: "This is a letter to my aunt. ", count: 50))
    try await refused(words, code: "database")
  }

  @Test("A database with a damaged page is named, and nothing in it is changed")
  func corrupt() async throws {
    try await project.output("upgrade", "+1")
    var bytes = try project.bytes("dev.db")
    for offset in 100..<min(bytes.count, 4096) { bytes[offset] = 0xA5 }
    try bytes.write(to: URL(fileURLWithPath: project.database))
    try await refused(["upgrade"], code: "database")
    try await refused(["current"], code: "database")
  }

  @Test("A truncated database is named, and nothing in it is changed")
  func truncated() async throws {
    try await project.output("upgrade", "+1")
    let bytes = try project.bytes("dev.db")
    try bytes.prefix(bytes.count / 2 + 100).write(to: URL(fileURLWithPath: project.database))
    try await refused(["upgrade"], code: "database")
  }

  @Test("A directory as database is named", arguments: commands)
  func directory(_ words: [String]) async throws {
    try project.makeFolder("dev.db")
    let ended = try await project.rev(words)
    #expect(ended.status == 1 && ended.error.contains(project.database) && ended.error.contains("directory"))
  }

  @Test("A folder that is not there is named, and not made")
  func missingFolder() async throws {
    let body = try await project.refusal("upgrade", "--database-url", "sqlite:///no/such/dev.db")
    #expect(body.code == "database" && body.message.contains("no/such") && !body.hints.isEmpty)
    #expect(!project.exists("no"))
  }

  @Test("A database that may only be read can be looked at, and is named where it has to be written to")
  func readOnly() async throws {
    try await project.output("upgrade", "+1")
    try await readOnly(project.database, folder: project.folder)
  }

  @Test("An empty file is an empty database")
  func emptyFile() async throws {
    try project.write("dev.db", "")
    try await project.output("upgrade")
    #expect(try await project.heads() == ["a002"])
  }

  @Test("A database in write-ahead mode stays in it")
  func writeAhead() async throws {
    _ = try await project.query("PRAGMA journal_mode = WAL; CREATE TABLE mine (id)")
    try await project.output("upgrade")
    #expect(try await project.query("PRAGMA journal_mode") == ["wal"])
    #expect(try await project.heads() == ["a002"])
  }

  @Test("A table of the user's that is in the way is named, and is not touched")
  func tableInTheWay() async throws {
    _ = try await project.query("CREATE TABLE t_a002 (mine); INSERT INTO t_a002 VALUES (1)")
    let body = try await project.refusal("upgrade")
    #expect(body.ids == ["a002"] && body.message.contains("t_a002"))
    #expect(try await project.heads() == ["a001"])
    #expect(try await project.query("SELECT mine FROM t_a002") == ["1"])
  }

  @Test("A version table of some other shape is named and not touched")
  func otherVersionTable() async throws {
    _ = try await project.query("CREATE TABLE rev_version (something_else); INSERT INTO rev_version VALUES (1)")
    let body = try await project.harmlessRefusal("upgrade")
    #expect(body.message.contains("version_num") || body.message.contains("rev_version"), "\(body)")
  }

  private func refused(
    _ words: [String], code: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let before = try project.bytes("dev.db")
    let ended = try await project.rev(words + ["--json"])
    #expect(ended.status == 1, "\(ended.all)", sourceLocation: sourceLocation)
    let body = try ended.output.decoded(as: ErrorDocument.self).error
    #expect(body.code == code, "\(body)", sourceLocation: sourceLocation)
    #expect(body.message.contains("dev.db"), "\(body)", sourceLocation: sourceLocation)
    #expect(!body.hints.isEmpty, sourceLocation: sourceLocation)
    #expect(try project.bytes("dev.db") == before, sourceLocation: sourceLocation)
  }

  /// As nobody where the tests run as root, whom permissions do not keep from anything.
  private func readOnly(_ file: String, folder: String) async throws {
    let manager = FileManager.default
    // The temporary folders above have to be passable for nobody.
    for path in [folder, URL(fileURLWithPath: folder).deletingLastPathComponent().path] {
      try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
    try manager.setAttributes([.posixPermissions: 0o444], ofItemAtPath: file)
    let before = try project.bytes("dev.db")
    let user: UInt32? = Program.isRoot ? 65534 : nil
    let ended = try await project.rev(["upgrade", "--json"], user: user)
    #expect(ended.status == 1, "\(ended.all)")
    let body = try ended.output.decoded(as: ErrorDocument.self).error
    #expect(body.code == "database" && body.message.contains("dev.db") && !body.hints.isEmpty, "\(body)")
    #expect(try await project.rev(["current"], user: user).output.contains("a001"))
    #expect(try project.bytes("dev.db") == before)

    // A folder in which no journal can be made.
    try manager.setAttributes([.posixPermissions: 0o666], ofItemAtPath: file)
    try manager.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
    let inFolder = try await project.rev(["upgrade"], user: user)
    try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
    #expect(
      inFolder.status == 1 && inFolder.error.contains("error: ") && inFolder.error.contains("hint: "), "\(inFolder.all)"
    )
    #expect(try project.bytes("dev.db") == before)
  }
}

extension Project {
  /// Whether another process has the database open.
  fileprivate var databaseIsOpenElsewhere: Bool {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.contains { process in
      guard let number = Int32(process), number != getpid() else { return false }
      let files = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(number)/fd")) ?? []
      return files.contains {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/fd/\($0)")) == database
      }
    }
  }
}
