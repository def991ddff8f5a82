// A process that does what `rev` does with scripts, for tests that need one of its own:
//   script-probe list PROJECT
//   script-probe load PROJECT [ID]…
//   script-probe bundle PROJECT DIR
// Scripts are in PROJECT/versions. What came of it is printed.

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
let listing = repository.list()
print("listed \(listing.scripts.count) read \(listing.filesRead) problems \(listing.problems)")
do {
  switch arguments[1] {
  case "load":
    let ids = Set(arguments.dropFirst(3))
    let asked = listing.scripts.filter { ids.isEmpty || ids.contains($0.id.rawValue) }
    let loaded = try await repository.load(asked, from: listing)
    let evaluated = try asked.compactMap { try loaded.operations(of: $0.id) }
    print("loaded \(evaluated.count) compiled \(loaded.statistics.scriptsCompiled)")
  case "bundle" where arguments.count > 3:
    let report = try await BundleWriter(repository: repository, configuration: project.appending("migrate.ini"))
      .write(to: FilePath(arguments[3]))
    print("bundled \(report.scripts) with \(report.libraries.joined(separator: " "))")
  default: break
  }
} catch {
  print("error \(error)")
  exit(1)
}
