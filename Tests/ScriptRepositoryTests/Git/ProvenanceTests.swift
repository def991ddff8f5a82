import Foundation
import Testing

@testable import ScriptRepository

@Suite("Where scripts come from")
struct ProvenanceTests {
  @Test("in a repository: the stored id, HEAD's commit, and whether that has the script as it stands")
  func repository() async throws {
    let repository = try GitTestRepository()
    try repository.project.write("../.gitattributes", "*.sql text\n")
    let paths = try ["a", "b", "c"].map { try repository.project.write("\($0).sql", "\($0)\r\n") }
    try repository.commit("first")
    try repository.project.write("b.sql", "edited\n")
    let untracked = try repository.project.write("d.sql", "d\n")
    let head = GitObjectID(try repository.git(["rev-parse", "HEAD"]))
    let found = await repository.project.repository().provenance(of: paths + [untracked])
    #expect(found.problem == nil)
    #expect(found.commit == head)
    #expect(found.isDirty == [paths[0]: false, paths[1]: true, paths[2]: false, untracked: true])
    #expect(found.blobs[paths[0]]?.preferred == GitObjectID(ofBlob: Array("a\n".utf8)))
    #expect(found.blobs[untracked]?.preferred == GitObjectID(ofBlob: Array("d\n".utf8)))
  }

  @Test("outside of any repository: the ids of the bytes, and nothing else")
  func outside() async throws {
    let repository = try GitTestRepository(nil)
    let path = try repository.project.write("a.sql", "a\r\n")
    let found = await repository.project.repository().provenance(of: [path, path + "x"])
    #expect(found.problem == nil)
    #expect(found.commit == nil)
    #expect(found.isDirty.isEmpty)
    #expect(found.blobs == [path: BlobIDs(raw: GitObjectID(ofBlob: Array("a\r\n".utf8)), stored: nil)])
  }

  @Test("before the first commit there is none, and nothing is said of what it has")
  func unborn() async throws {
    let repository = try GitTestRepository()
    let path = try repository.project.writeSQL("a")
    let found = await repository.project.repository().provenance(of: [path])
    #expect(found.commit == nil && found.isDirty.isEmpty && found.problem == nil)
    #expect(found.blobs[path]?.stored != nil)
  }

  @Test("scripts that are a submodule's have that one's commit")
  func submodule() async throws {
    let inner = try GitTestRepository()
    try inner.project.writeSQL("a")
    let commit = try inner.commit("inner")
    let outer = try GitTestRepository()
    try FileManager.default.removeItem(atPath: outer.project.versions)
    try outer.git(["submodule", "add", "-q", inner.project.folder, "versions"])
    try outer.commit("outer")
    let path = "\(outer.project.versions)/versions/a.sql"
    let found = await outer.project.repository(["versions/versions"]).provenance(of: [path])
    #expect(found.commit == commit)
    #expect(found.isDirty == [path: false])
  }

  @Test("of another user's repository: the ids of the bytes, and why there is no more", .enabled(if: geteuid() == 0))
  func foreign() async throws {
    let repository = try GitTestRepository()
    let path = try repository.project.writeSQL("a")
    try repository.commit("first")
    for folder in [repository.project.folder, "\(repository.project.folder)/.git"] { chown(folder, 12_345, 12_345) }
    let home = ["HOME": repository.project.root]
    let found = await repository.project.repository(environment: home).provenance(of: [path])
    guard case .ownedByAnother? = found.problem else {
      Issue.record("\(found)")
      return
    }
    #expect(found.commit == nil && found.isDirty.isEmpty)
    #expect(found.blobs[path]?.raw != nil)
  }

  @Test("what a bundle carries is read back, and counts for the scripts that were not edited in it")
  func bundle() throws {
    let ids = BlobIDs(raw: GitObjectID(ofBlob: [1]), stored: GitObjectID(ofBlob: [2]))
    let other = BlobIDs(raw: GitObjectID(ofBlob: [3]), stored: nil)
    var known = ScriptProvenance()
    known.commit = GitObjectID(ofBlob: [9])
    known.blobs = ["/p/versions/a b.sql": ids, "/p/versions/c.sql": ids, "/p/versions/d.sql": other]
    known.isDirty = ["/p/versions/a b.sql": false, "/p/versions/c.sql": true]
    let names = ["versions/a b.sql", "versions/c.sql", "versions/d.sql", "versions/gone.sql"]
    let text = BundleOrigin.text(of: known, at: names.map { ($0, "/p/\($0)") })
    let origin = try #require(BundleOrigin(text, folder: "/b"))
    #expect(BundleOrigin("rev origin 2\n", folder: "/b") == nil)

    var found = ScriptProvenance()
    let edited = BlobIDs(raw: GitObjectID(ofBlob: [7]), stored: nil)
    found.blobs = [
      "/b/versions/a b.sql": BlobIDs(raw: ids.raw, stored: nil), "/b/versions/c.sql": edited,
      "/b/versions/d.sql": other,
      "/elsewhere/versions/c.sql": edited,
    ]
    origin.complete(&found)
    #expect(found.commit == known.commit)
    #expect(found.blobs["/b/versions/a b.sql"] == ids)
    #expect(found.blobs["/b/versions/c.sql"] == edited)
    #expect(found.isDirty == ["/b/versions/a b.sql": false, "/b/versions/c.sql": true])
  }
}
