import Logging
import Revisions
import ScriptRepository
import SystemPackage
import Glibc

let arguments = CommandLine.arguments
let environment = Dictionary(uniqueKeysWithValues: [("HOME", getenv("HOME")), ("XDG_CACHE_HOME", getenv("XDG_CACHE_HOME"))].compactMap { k, v in v.map { (k, String(cString: $0)) } })
let repository = ScriptRepository(projectFolder: FilePath(arguments[2]), versionLocations: [FilePath(arguments[2]).appending("versions")], environment: environment, logger: Logger(label: "probe"))
let clock = ContinuousClock()
let start = clock.now
let listing = repository.list()
print("list", clock.now - start, listing.scripts.count, listing.problems.count, listing.filesRead)
