/// Why no bundle was written.
package enum BundleError: Error, Hashable, Sendable {
  /// Something is wrong with the scripts.
  case problems(ScriptProblems)
  /// Nothing can be loaded.
  case notLoaded(ScriptLoadError)
  /// Some scripts cannot be loaded.
  case failures([ScriptFailure])
  /// There is something else than a folder where the bundle has to go.
  case notAFolder(path: String)
  /// The folder holds a file that no earlier bundle put there: the file's absolute path.
  case folderInUse(file: String)
  /// A version location is outside the project, so that a bundle has no place for it.
  case locationOutsideProject(path: String)
  /// The executable was linked without a build id, or without `$ORIGIN/lib` at the end of its search path.
  case executableUnfit(path: String)
  /// A library that is needed was not found among those in use.
  case libraryMissing(name: String, neededBy: String)
  /// The system refused.
  case cannotWrite(path: String, errno: CInt)
}
