import Foundation
import Revisions
import Testing

@testable import SQLiteDriver

@Suite("Opening a database")
struct OpeningTests {
  private func failure(
    _ path: String, _ mode: SQLiteConnection.Mode = .readWriteCreate, busyTimeout: Int = 0
  ) async -> DatabaseError? {
    do {
      let connection = try SQLiteConnection(path: path, mode: mode, busyTimeout: busyTimeout)
      try await connection.run("CREATE TABLE probe (a)")
    } catch { return error as? DatabaseError }
    return nil
  }

  @Test("makes a file where it may, and only there")
  func creating() async throws {
    let folder = try TemporaryDirectory()
    #expect(await failure(folder.path("a.db")) == nil)
    let missing = await failure(folder.path("b.db"), .readWrite)
    #expect(missing?.kind == .unreachable)
    #expect(missing?.message == "cannot open \(folder.path("b.db")): there is no such file")
    #expect(await failure(folder.path("c.db"), .readOnly)?.kind == .unreachable)
    #expect(!FileManager.default.fileExists(atPath: folder.path("b.db")))
  }

  @Test("says that a folder is missing, or that the path is one")
  func folders() async throws {
    let folder = try TemporaryDirectory()
    let missing = await failure(folder.path("no/a.db"))
    #expect(missing?.message == "cannot open \(folder.path("no/a.db")): there is no directory \(folder.path("no"))")
    #expect(missing?.code.hasPrefix("SQLITE_CANTOPEN") == true)
    let directory = await failure(folder.url.path)
    #expect(directory?.message == "cannot open \(folder.url.path): it is a directory")
    try Data("x".utf8).write(to: folder.url.appendingPathComponent("file"))
    #expect(await failure(folder.path("file/a.db"))?.message.hasSuffix("is not a directory") == true)
  }

  @Test("says that a file is no database, or a damaged one, and leaves it as it is")
  func noDatabase() async throws {
    let folder = try TemporaryDirectory()
    let text = Data(String(repeating: "this is a text, not a database\n", count: 100).utf8)
    try text.write(to: folder.url.appendingPathComponent("a.txt"))
    let error = await failure(folder.path("a.txt"))
    #expect(error?.kind == .corrupt)
    #expect(error?.code == "SQLITE_NOTADB")
    #expect(error?.message.contains(folder.path("a.txt")) == true)
    #expect(try Data(contentsOf: folder.url.appendingPathComponent("a.txt")) == text)
  }

  @Test("says that a file or its folder may not be read or written", .enabled(if: geteuid() != 0))
  func permissions() async throws {
    let folder = try TemporaryDirectory()
    #expect(await failure(folder.path("a.db")) == nil)
    chmod(folder.path("a.db"), 0o400)
    #expect(await failure(folder.path("a.db"))?.kind == .readOnly)
    chmod(folder.path("a.db"), 0)
    #expect(await failure(folder.path("a.db"))?.message.hasSuffix("it may not be read") == true)
    chmod(folder.url.path, 0o500)
    #expect(await failure(folder.path("b.db"))?.message.hasSuffix("may not be written to") == true)
    chmod(folder.url.path, 0o700)
  }

  @Test("refuses an empty path, a NUL in one, and takes a name that looks like a URI for a name")
  func strangePaths() async throws {
    #expect(await failure("")?.kind == .unreachable)
    #expect(await failure("a\0b")?.kind == .unreachable)
    let name = "file:rev-\(UUID().uuidString)?mode=memory"
    defer { try? FileManager.default.removeItem(atPath: name) }
    let connection = try SQLiteConnection(path: name)
    try await connection.run("CREATE TABLE t (a)")
    #expect(FileManager.default.fileExists(atPath: name))
  }

  @Test("tells a database that another holds from one that is broken")
  func busy() async throws {
    let folder = try TemporaryDirectory()
    let holder = try SQLiteConnection(path: folder.path("a.db"))
    try await holder.run("CREATE TABLE t (a)")
    try await holder.run("BEGIN IMMEDIATE")
    let error = await failure(folder.path("a.db"))
    #expect(error?.kind == .busy)
    #expect(error?.code == "SQLITE_BUSY")
    await holder.close()
    #expect(await failure(folder.path("a.db")) == nil)
  }

  @Test("tells a full database")
  func full() async throws {
    let connection = try await SQLiteConnection.memory()
    try await connection.run("CREATE TABLE t (a)")
    try await connection.run("PRAGMA max_page_count = 3")
    do {
      try await connection.run("INSERT INTO t VALUES (zeroblob(1000000))")
      Issue.record("there was room")
    } catch let error as DatabaseError {
      #expect(error.kind == .full)
    }
  }

  @Test("refuses to write what was opened for reading")
  func readOnly() async throws {
    let folder = try TemporaryDirectory()
    #expect(await failure(folder.path("a.db")) == nil)
    let connection = try SQLiteConnection(path: folder.path("a.db"), mode: .readOnly)
    do {
      try await connection.run("DROP TABLE probe")
      Issue.record("it was written to")
    } catch let error as DatabaseError {
      #expect(error.kind == .readOnly)
    }
  }

  @Test("as a scratch copy reaches no file, whatever is run on it, and says so")
  func scratch() async throws {
    let folder = try TemporaryDirectory()
    let connection = try SQLiteConnection.scratch()
    try await connection.prepareForRevisions()
    let file = folder.path("f.db")
    for text in [
      "ATTACH '\(file)' AS o", "VACUUM INTO '\(file)'", "ATTACH '\(folder.path(""))' || 'f.db' AS o",
      "ATTACH 'file:\(file)' AS o", "/* x */ attach database \"\(file)\" AS o",
    ] {
      do {
        try await connection.run(text)
        Issue.record("it was run: \(text)")
      } catch let error as DatabaseError {
        #expect(error.message == "it would open a file, and this database in memory only stands in for the real one")
        #expect(error.statement == text)
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
    try await connection.script("CREATE TABLE t (a); VACUUM; ATTACH ':memory:' AS m; CREATE TABLE m.u (b); DETACH m")
  }
}
