import Foundation
import ProjectConfiguration
import SystemPackage
import Testing

@Suite("Finding the file")
struct FileTests {
  @Test("-c comes before REV_CONFIG, and that before the current folder")
  func precedence() throws {
    let folder = try TemporaryFolder()
    let named = try folder.write("named.ini")
    let other = try folder.write("other.ini")
    let usual = try folder.write("migrate.ini")
    let context = ProcessContext(currentDirectory: folder.path, environment: ["REV_CONFIG": "other.ini"])
    #expect(try ConfigurationFile.locate(option: "named.ini", in: context) == named)
    #expect(try ConfigurationFile.locate(option: named.string, in: context) == named)
    #expect(try ConfigurationFile.locate(option: nil, in: context) == other)
    #expect(try ConfigurationFile.locate(option: nil, in: ProcessContext(currentDirectory: folder.path)) == usual)
    let blank = ProcessContext(currentDirectory: folder.path, environment: ["REV_CONFIG": ""])
    #expect(try ConfigurationFile.locate(option: nil, in: blank) == usual)
  }

  @Test("from a folder below, the nearest file above is found")
  func upwards() throws {
    let folder = try TemporaryFolder()
    let far = try folder.write("migrate.ini")
    let below = try folder.makeFolder("a/b/c")
    #expect(try ConfigurationFile.locate(option: nil, in: ProcessContext(currentDirectory: below)) == far)
    let near = try folder.write("a/migrate.ini")
    #expect(try ConfigurationFile.locate(option: nil, in: ProcessContext(currentDirectory: below)) == near)
  }

  @Test("the search ends at the folder that holds .git, and says where it looked")
  func repositoryRoot() throws {
    let folder = try TemporaryFolder()
    try folder.write("migrate.ini")
    let below = try folder.makeFolder("a/b")
    _ = try folder.makeFolder("a/.git")
    #expect(
      throws: ConfigurationError.notFound(searched: [
        folder.path.appending("a/b/migrate.ini"), folder.path.appending("a/migrate.ini"),
      ])
    ) { try ConfigurationFile.locate(option: nil, in: ProcessContext(currentDirectory: below)) }
  }

  @Test(
    "a file further up that belongs to somebody else is refused, one in the current folder is not",
    .enabled(if: geteuid() == 0))
  func foreignOwner() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("migrate.ini")
    let below = try folder.makeFolder("mine")
    #expect(chown(file.string, 4242, 4242) == 0)
    #expect(throws: ConfigurationError.foreignOwner(file, userID: 4242)) {
      try ConfigurationFile.locate(option: nil, in: ProcessContext(currentDirectory: below))
    }
    #expect(try ConfigurationFile.locate(option: nil, in: ProcessContext(currentDirectory: folder.path)) == file)
    #expect(chown(below.string, 4242, 4242) == 0)
    #expect(try ConfigurationFile.locate(option: nil, in: ProcessContext(currentDirectory: below)) == file)
  }

  @Test("a file that is not there is told by its path")
  func notFound() throws {
    let folder = try TemporaryFolder()
    let context = ProcessContext(currentDirectory: folder.path)
    let missing = folder.path.appending("nope.ini")
    let named = try ConfigurationFile.locate(option: "nope.ini", in: context)
    #expect(named == missing)
    #expect(throws: ConfigurationError.notFound(searched: [missing])) { try ProjectConfiguration(file: named) }
  }

  @Test("a folder, and a file larger than any configuration, are refused")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    #expect(throws: ConfigurationError.unreadable(folder.path, .isDirectory)) {
      try ProjectConfiguration(file: folder.path)
    }
    let large = try folder.write("big.ini", String(repeating: "#", count: ConfigurationFile.sizeLimit + 1))
    #expect(throws: ConfigurationError.tooLarge(large, limit: ConfigurationFile.sizeLimit)) {
      try ProjectConfiguration(file: large)
    }
    let fitting = try folder.write(
      "fits.ini", "[rev]\n" + String(repeating: "#", count: ConfigurationFile.sizeLimit - 6))
    #expect(try ProjectConfiguration(file: fitting).section == "rev")
  }

  @Test("`..` in the path of the file does not stay in the folder of the project")
  func parentFolder() throws {
    let folder = try TemporaryFolder()
    try folder.write("migrate.ini")
    let below = try folder.makeFolder("a")
    let file = try ConfigurationFile.locate(
      option: "../migrate.ini", in: ProcessContext(currentDirectory: below))
    #expect(try ProjectConfiguration(file: file).directory == folder.path)
  }

  @Test("the context of the process has its folder and user, and the environment given")
  func context() throws {
    let context = try ProcessContext(environment: ["A": "b"])
    #expect(context.currentDirectory.string == FileManager.default.currentDirectoryPath)
    #expect(context.environment == ["A": "b"])
    #expect(context.userID == geteuid())
  }
}
