import Foundation
import Testing

@Suite("rev verify --against")
struct AgainstTests {
  @Test("A branch that only adds revisions passes, without a database and without naming one")
  func nothing() async throws {
    let project = try await Project.branched()
    try project.sql("b001", after: ["a003"], message: "mine")
    try await project.commit("mine", atMinute: 2)
    let found = try await project.compared()
    #expect(found.map { "\($0.id) \($0.status)" } == ["a001 same", "a002 same", "a003 same", "b001 new"])
    let ended = try await project.rev("verify", "--against", "main")
    let commit = try await project.git("rev-parse", "main")
    #expect(ended.status == 0 && ended.output == "")
    #expect(ended.error == "Against main (\(commit.prefix(12))): 3 same, 1 new\n")
    #expect(
      try await project.output("verify", "--against", "main", "-v").contains(
        "new        b001 (versions/b001.sql), mine"))
    #expect(!project.exists("dev.db"))
  }

  @Test("An edit is found with its difference, commit, author and date, and with the command that takes it back")
  func edited() async throws {
    let project = try await Project.branched()
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    try await project.commit("second thoughts", atMinute: 2)
    let head = try await project.git("rev-parse", "HEAD")
    let found = try #require(try await project.compared().first { $0.id == "a002" })
    #expect(found.status == "edited" && found.edited == ["upgrade"] && found.dirty == false && found.remark == nil)
    #expect(found.changed_by?.commit == head && found.changed_by?.summary == "second thoughts")
    #expect(found.changed_by?.author == "Ada" && found.changed_by?.date == "2023-11-14T22:15:20Z")
    #expect(found.path == project.path("versions/a002.sql") && found.reference_path == "versions/a002.sql")
    let ended = try await project.rev("verify", "--against", "main")
    #expect(ended.status == 1)
    #expect(
      ended.output.contains("edited     a002 (versions/a002.sql)\n           changed in \(head.prefix(12)) by Ada"))
    #expect(
      ended.output.contains(
        "--- versions/a002.sql\tmain\n+++ versions/a002.sql\tnow\n"))
    #expect(
      ended.output.contains("\n-CREATE TABLE t_a002 (id INTEGER PRIMARY KEY);\n+CREATE TABLE t_a002 (id INTEGER NOT"))
    #expect(found.commands == ["git checkout main -- versions/a002.sql"])
    #expect(ended.output.contains("\n           git checkout main -- versions/a002.sql takes it back\n"))
    try await project.git("checkout", "main", "--", "versions/a002.sql")
    #expect(try await project.findings() == [])
  }

  @Test("What is not committed counts, and is said to be")
  func uncommitted() async throws {
    let project = try await Project.branched()
    try project.edit("versions/a001.sql", "DROP TABLE", "DROP TABLE IF EXISTS")
    try project.delete("versions/a003.sql")
    try project.sql("b001", after: ["a002"])
    let found = try await project.compared()
    #expect(found.map { "\($0.id) \($0.status)" } == ["a001 edited", "a002 same", "a003 missing", "b001 new"])
    #expect(found[0].edited == ["downgrade"] && found[0].dirty == true && found[0].changed_by == nil)
    #expect(found[2].removed_by == nil)
    let output = try await project.rev("verify", "--against", "main").output
    #expect(output.contains("the work tree has what is not committed"))
    #expect(output.contains("deleted in the work tree, which is not committed"))
  }

  @Test("Comments and white space are cosmetic and pass, in SQL and in Swift")
  func cosmetic() async throws {
    let project = try await Project.branched(1)
    try await project.onMain(atMinute: 2) {
      try project.swift("a002", after: ["a001"], upgrade: "SQL(\"CREATE TABLE b (id)\")")
      try project.swift("a003", after: ["a002"], upgrade: "SQL(\"CREATE TABLE c (id)\")")
    }
    try await project.git("merge", "-q", "main")
    try project.edit("versions/a001.sql", "CREATE", "-- why\nCREATE")
    try project.edit("versions/a002.swift", "SQL(", "// why\n    SQL(")
    #expect(try await project.findings() == ["a001 cosmetic", "a002 cosmetic"])
    let ended = try await project.rev("verify", "--against", "main")
    #expect(ended.status == 0 && ended.output.contains("+// why\n") || ended.output.contains("+    // why\n"))
    try project.edit("versions/a003.swift", "TABLE c (id)", "TABLE c (id, x)")
    #expect(try await project.findings() == ["a001 cosmetic", "a002 cosmetic", "a003 edited"])
    let blind = try await project.compared(
      environment: ["REV_SWIFTC": "/nowhere/swiftc", "XDG_CACHE_HOME": project.path(".empty")])
    #expect(blind.filter { $0.status != "same" }.map(\.status) == ["cosmetic", "edited", "edited"])
    #expect(blind[1].remark?.contains("compiler") == true)
  }

  @Test("A change of a file that scripts are compiled with is an edit of those that do something else by it")
  func support() async throws {
    let project = try await Project.branched(1)
    try await project.onMain(atMinute: 2) {
      try project.write("versions/Names.swift", "func name(_ text: String) -> String { text }\n")
      try project.swift("a002", after: ["a001"], upgrade: "SQL(\"CREATE TABLE \\(raw: name(\"b\")) (id)\")")
      try project.swift("a003", after: ["a002"], upgrade: "SQL(\"CREATE TABLE c (id)\")")
    }
    try await project.git("merge", "-q", "main")
    try project.edit("versions/Names.swift", "{ text }", "{ text + \"\" }")
    #expect(try await project.findings() == [])
    try project.edit("versions/Names.swift", "+ \"\"", "+ \"s\"")
    let found = try #require(try await project.compared().first { $0.status != "same" })
    #expect(found.id == "a002" && found.status == "edited" && found.edited == ["upgrade"] && found.diff == nil)
    #expect(found.changed_support == ["versions/Names.swift"])
    let ended = try await project.rev("verify", "--against", "main")
    #expect(
      ended.output
        == "edited     a002 (versions/a002.swift)\n           by what it is compiled with: versions/Names.swift\n           git checkout main -- versions/Names.swift takes it back\n"
    )
    let blind = try await project.rev(
      "verify", "--against", "main",
      environment: ["REV_SWIFTC": "/nowhere/swiftc", "XDG_CACHE_HOME": project.path(".empty")])
    #expect(blind.status == 0 && blind.error.contains("warning: versions/Names.swift changed"), "\(blind.all)")
    // What the reference changed is its own affair.
    try await project.git("checkout", "-q", "versions")
    try await project.onMain(atMinute: 3) { try project.edit("versions/Names.swift", "{ text }", "{ text + \"x\" }") }
    #expect(try await project.findings() == [])
  }

  @Test("What is white space to one kind of database and not to another is an edit: no database says which one counts")
  func dialects() async throws {
    let project = try await Project.branched(1)
    try await project.onMain(atMinute: 2) {
      try project.sql("a002", after: ["a001"], upgrade: "DO $$ BEGIN  END $$;")
      try project.sql("a003", after: ["a002"], upgrade: "SELECT [a  b] FROM t;")
      try project.sql("a004", after: ["a003"], upgrade: "SELECT  1;")
    }
    try await project.git("merge", "-q", "main")
    for (id, text) in [("a002", "BEGIN  END"), ("a003", "a  b"), ("a004", "SELECT  1")] {
      try project.edit("versions/\(id).sql", text, text.replacing("  ", with: " "))
    }
    #expect(try await project.findings() == ["a002 edited", "a003 edited", "a004 cosmetic"])
  }

  @Test("What only the reference did since the branches parted is not this branch's doing")
  func theirs() async throws {
    let project = try await Project.branched()
    try await project.onMain(atMinute: 2) {
      try project.edit("versions/a001.sql", "PRIMARY KEY", "NOT NULL")
      try project.delete("versions/a003.sql")
      try project.sql("m001", after: ["a002"])
    }
    #expect(try await project.findings() == ["a001 behind", "m001 behind", "a003 behind"])
    let ended = try await project.rev("verify", "--against", "main", "-v")
    #expect(ended.status == 0)
    for words in ["main has changed it", "main has added it", "main has deleted it"] {
      #expect(ended.output.contains(words), "\(words)")
    }
    #expect(try await project.rev("verify", "--against", "main").output == "")
    // Both have changed it, each in its way.
    try project.edit("versions/a001.sql", "PRIMARY KEY", "UNIQUE")
    #expect(try await project.findings().first == "a001 edited")
    // Both have changed it, and this branch has done no more than to put a comment into it.
    try project.edit("versions/a001.sql", "UNIQUE", "PRIMARY KEY")
    try project.edit("versions/a001.sql", "CREATE", "-- why\nCREATE")
    #expect(try await project.findings().first == "a001 cosmetic")
  }

  @Test("A deleted revision is missing, with the commit that deleted it; a renamed script is not")
  func missing() async throws {
    let project = try await Project.branched(4)
    try await project.git("mv", "versions/a001.sql", "versions/renamed.sql")
    try project.delete("versions/a004.sql")
    try await project.commit("no longer needed", atMinute: 2)
    try project.sql("b001", after: ["a003"])
    try await project.commit("later", atMinute: 3)
    let found = try await project.compared()
    #expect(
      found.map { "\($0.id) \($0.status)" } == ["a001 same", "a002 same", "a003 same", "a004 missing", "b001 new"])
    #expect(found[3].removed_by?.summary == "no longer needed" && found[3].path == nil)
    #expect(try await project.rev("verify", "--against", "main").output.contains("deleted in "))
    // One from the middle leaves no graph behind.
    try project.delete("versions/a002.sql")
    #expect(try await project.findings().contains("a002 missing"))
  }

  @Test("Another parent, dependency or label re-parents a revision; the same ones in another order do not")
  func reparented() async throws {
    let project = try await Project.branched()
    try await project.onMain(atMinute: 2) {
      try project.sql("x001")
      try project.sql("m001", after: ["a003", "x001"], dependsOn: ["a001"], labels: ["one"])
      try project.sql("m002", after: ["m001"])
      try project.sql("m003", after: ["m002"])
    }
    try await project.git("merge", "-q", "main")
    try project.edit("versions/m001.sql", "a003, x001", "x001, a003")
    #expect(try await project.findings() == ["m001 cosmetic"])
    try project.edit("versions/m001.sql", "labels: one", "labels: two")
    try project.edit("versions/m001.sql", "depends_on: a001", "depends_on: a002")
    try project.edit("versions/m002.sql", "parents: m001", "parents: a003")
    try project.edit("versions/m003.sql", "parents: m002", "parents: m001")
    try project.edit("versions/m003.sql", "PRIMARY KEY", "NOT NULL")
    let found = try await project.compared().filter { $0.status != "same" }
    #expect(found.map { "\($0.id) \($0.status)" } == ["m001 reparented", "m002 reparented", "m003 edited"])
    #expect(found[0].changes?["branch_labels"] == .init(before: ["one"], after: ["two"]))
    #expect(found[0].changes?["depends_on"] == .init(before: ["a001"], after: ["a002"]))
    #expect(found[0].changes?["parents"] == nil)
    #expect(found[1].changes == ["parents": .init(before: ["m001"], after: ["a003"])])
    #expect(found[2].changes?["parents"]?.after == ["m001"])
    let output = try await project.rev("verify", "--against", "main").output
    #expect(output.contains("reparented m002 (versions/m002.sql)\n           parents: m001 -> a003\n"))
  }

  @Test("A branch that was merged both ways, and one that took single commits over, is compared with both bases")
  func crissCross() async throws {
    let project = try await Project.branched()
    try project.edit("versions/a001.sql", "CREATE", "-- topic\nCREATE")
    try await project.commit("topic", atMinute: 2)
    try await project.onMain(atMinute: 3) { try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL") }
    let (topic, main) = (try await project.git("rev-parse", "topic"), try await project.git("rev-parse", "main"))
    try await project.git(atMinute: 4, ["merge", "-q", "-m", "main into topic", main])
    try await project.git("checkout", "-q", "main")
    try await project.git(atMinute: 5, ["merge", "-q", "-m", "topic into main", topic])
    try project.edit("versions/a002.sql", "NOT NULL", "UNIQUE")
    try await project.commit("main again", atMinute: 6)
    try await project.git("checkout", "-q", "topic")
    #expect(try await project.git("merge-base", "--all", "topic", "main").lines.count == 2)
    #expect(try await project.findings() == ["a002 behind"])
  }
}

@Suite("rev verify --against, where nothing can be compared")
struct AgainstRefusalTests {
  @Test("A reference that git does not know is an error, with the way to fetch it")
  func unknown() async throws {
    let project = try await Project.branched()
    let error = try await project.refusal("verify", "--against", "origin/main")
    #expect(error.code == "git" && error.message == "git knows no 'origin/main'")
    #expect(error.hints == ["git fetch origin main:refs/remotes/origin/main brings it, if origin has it"])
    #expect(try await project.refusal("verify", "--against", "nowhere").hints.first?.contains("git fetch") == true)
    #expect(try await project.refusal("verify", "--against", "").code == "git")
    #expect(try await project.refusal("verify", "--against", "main:versions").code == "git")
  }

  @Test("It goes with neither --restore nor --accept nor -m")
  func exclusive() async throws {
    let project = try await Project.branched()
    _ = try await project.refusal("verify", "--against", "main", "--restore", "a001", status: 64)
    _ = try await project.refusal("verify", "--against", "main", "--accept", "a001", "-m", "x", status: 64)
    _ = try await project.refusal("verify", "--against", "main", "-m", "x", status: 64)
    _ = try await project.refusal("verify", "--against", status: 64)
  }

  @Test("Without a repository, and in another user's, that is said")
  func noRepository() async throws {
    let project = try Project()
    try project.chain(1)
    let none = try await project.refusal("verify", "--against", "main")
    #expect(none.code == "git" && none.message.contains("in no git repository"))
    guard Program.isRoot else { return }
    try await project.commitAll()
    for name in [".", ".git"] {
      try FileManager.default.setAttributes([.ownerAccountID: 4242], ofItemAtPath: project.path(name))
    }
    let foreign = try await project.refusal("verify", "--against", "main")
    #expect(foreign.code == "git" && foreign.message.contains("another user's"))
    #expect(foreign.hints.first?.contains("safe.directory") == true)
  }

  @Test("Without libgit2 that is said, and so it is by a verification that looks at a database")
  func noLibrary() async throws {
    let project = try await Project.appliedChain(1)
    // What the loader finds first under every name that the library may have is no library.
    try project.makeFolder("../libraries")
    for minor in 0..<20 { try project.write("../libraries/libgit2.so.1.\(minor)", "x") }
    let environment = ["LD_LIBRARY_PATH": project.path("../libraries")]
    let error = try await project.refusal("verify", "--against", "main", environment: environment)
    #expect(error.code == "git" && error.message.hasPrefix("libgit2 cannot be loaded: "))
    #expect(error.hints == ["install libgit2, by which rev reads what git has"])
    try project.edit("versions/a001.sql", "PRIMARY KEY", "NOT NULL")
    let ended = try await project.rev("verify", environment: environment)
    #expect(ended.status == 1 && ended.output.contains("edited   a001") && ended.error.contains("libgit2 cannot be"))
  }

  @Test("A script of the reference that is broken is named by its path there and the commit")
  func brokenReference() async throws {
    let project = try await Project.branched(1)
    try await project.onMain(atMinute: 2) { try project.write("versions/bad.sql", "SELECT 1;\n") }
    let commit = try await project.git("rev-parse", "main")
    let error = try await project.refusal("verify", "--against", "main")
    #expect(error.message.hasPrefix("versions/bad.sql at \(commit.prefix(12)): no '-- revision:' line"))
  }

  @Test("With --at a commit is compared, and the work tree is not looked at, be it broken or none of a project")
  func at() async throws {
    let project = try await Project.branched(2)
    try project.edit("versions/a002.sql", "PRIMARY KEY", "NOT NULL")
    try await project.commit("edited", atMinute: 2)
    let edited = try await project.git("rev-parse", "HEAD")
    try await project.git("checkout", "-q", "main")
    try project.write("versions/a001.sql", "no script at all")
    let ended = try await project.rev("verify", "--against", "main", "--at", "topic", "--json")
    let found = try ended.output.decoded(as: [Compared].self)
    #expect(ended.status == 1 && found.map { "\($0.id) \($0.status)" } == ["a001 same", "a002 edited"])
    #expect(found.last?.changed_by?.commit == edited && found.last?.dirty == nil)
    #expect(found.last?.path == project.path("versions/a002.sql"))
    #expect(found.last?.diff?.contains("+CREATE TABLE t_a002 (id INTEGER NOT NULL);") == true)
    #expect(try await project.rev("verify", "--against", "topic", "--at", "main").status == 0)
    #expect(try await project.rev("verify", "--at", "main").status == 64)
  }

  @Test("With --at a shared Swift file is the commit's, too")
  func sharedAt() async throws {
    let project = try Project("", cache: .shared)
    func helper(_ column: String) throws {
      try project.write("versions/Shared.swift", "import Revisions\n\nlet shared = \"\(column)\"\n")
    }
    try helper("old")
    try project.swift("a001", upgrade: #"CreateTable("notes") { Column(shared, .integer) }"#)
    try await project.commitAll()
    try await project.git("checkout", "-q", "-b", "topic")
    try helper("new")
    try await project.commitAll("another column")
    try await project.git("checkout", "-q", "main")
    let ended = try await project.rev("verify", "--against", "main", "--at", "topic", "--json")
    let found = try ended.output.decoded(as: [Compared].self)
    #expect(found.map { "\($0.id) \($0.status)" } == ["a001 edited"])
    #expect(found.first?.changed_support == ["versions/Shared.swift"])
    #expect(try await project.findings(with: "main") == [])
  }
}
