import Glibc
package import Logging
import Revisions
package import SystemPackage

/// The scripts of a project: finds them, compiles them, and hands out what they say.
package struct ScriptRepository: Sendable {
  /// The folder of `migrate.ini`: symbolic links lead nowhere outside it and the version locations.
  package let projectFolder: FilePath
  /// The folders that hold the scripts, in their order.
  package let versionLocations: [FilePath]
  /// Whether folders inside the version locations are searched as well.
  package let isRecursive: Bool
  /// What the process was started with: where caches, compilers and temporary files are looked for.
  package let environment: [String: String]
  let logger: Logger
  /// How many scripts are compiled together at most. Fewer cost a start of the compiler each (0.2 s); more make the
  /// compiler slower by the script, and each of its processes larger.
  var groupSize = 64
  /// The commit that the scripts are of; nil where they stand in the project's own folders.
  var origin: CommitOrigin?
  /// The time of day, in nanoseconds since 1970.
  var now: @Sendable () -> Int64 = FileStamp.now

  /// Makes a repository; nothing is read yet.
  package init(
    projectFolder: FilePath, versionLocations: [FilePath], isRecursive: Bool = false,
    environment: [String: String], logger: Logger
  ) {
    self.projectFolder = projectFolder
    self.versionLocations = versionLocations
    self.isRecursive = isRecursive
    self.environment = environment
    self.logger = logger
  }

  /// Where the project's caches are kept; nil where none can be.
  var cache: CacheFolder? { CacheFolder.standard(for: projectFolder.string, environment: environment) }

  /// Where is kept what was found out about these very files.
  var findingsFolder: CacheFolder? { origin?.folder ?? cache }
}
