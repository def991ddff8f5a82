// A process that does what `rev` does with scripts, for tests that need one of its own:
//   script-probe list PROJECT
//   script-probe load PROJECT [ID]…
//   script-probe bundle PROJECT DIR
// Scripts are in PROJECT/versions. Each line of output is a word and its values.

import Glibc
import Logging
import Revisions
import ScriptRepository
import SystemPackage

func variables() -> [String: String] {
  var result: [String: String] = [:]
  var entry = environ
  while let variable = entry.pointee {
    let parts = String(cString: variable).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2 { result[String(parts[0])] = String(parts[1]) }
    entry += 1
  }
  return result
}

let arguments = CommandLine.arguments
guard arguments.count > 2 else { exit(64) }
let project = FilePath(arguments[2])
let repository = ScriptRepository(
  projectFolder: project, versionLocations: [project.appending("versions")], environment: variables(),
  logger: Logger(label: "probe"))
let clock = ContinuousClock()
let start = clock.now
let listing = repository.list()
print(
  "listed", listing.scripts.count, "problems", listing.problems.count, "read", listing.filesRead, "in",
  clock.now - start)
for problem in listing.problems { print("problem", problem) }
if arguments[1] == "load" {
  let ids = Set(arguments.dropFirst(3))
  let asked = listing.scripts.filter { ids.isEmpty || ids.contains($0.id.rawValue) }
  do {
    let loaded = try await repository.load(asked, from: listing)
    print("loaded in", clock.now - start, loaded.statistics)
    for failure in loaded.failures { print("failure", failure) }
    var steps = 0
    for script in asked { steps += (try? loaded.operations(of: script.id)?.steps(.upgrade).count) ?? 0 }
    print("steps", steps, "in", clock.now - start)
  } catch {
    print("error", error)
    exit(1)
  }
}
if arguments[1] == "bundle" {
  do {
    print(
      "bundled", try await BundleWriter(repository: repository, configuration: []).write(to: FilePath(arguments[3])))
  } catch {
    print("error", error)
    exit(1)
  }
}
