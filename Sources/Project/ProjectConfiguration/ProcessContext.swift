package import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the configuration depends on besides its file; a value, so that tests can choose it.
package struct ProcessContext: Sendable {
  /// The folder that the process runs in, absolute.
  package let currentDirectory: FilePath
  /// The variables of the environment.
  package let environment: [String: String]
  /// The effective user.
  package let userID: UInt32

  /// Makes a context with the environment given.
  package init(currentDirectory: FilePath, environment: [String: String] = [:], userID: UInt32 = geteuid()) {
    self.currentDirectory = currentDirectory
    self.environment = environment
    self.userID = userID
  }

  /// The context of this process, in the environment given.
  package init(environment: [String: String]) throws(ConfigurationError) {
    guard let buffer = getcwd(nil, 0) else { throw .unreadable(".", Errno(rawValue: errno)) }
    defer { free(buffer) }
    self.init(currentDirectory: FilePath(platformString: buffer), environment: environment)
  }

  /// A variable's value, or nil where it is not set or empty.
  func variable(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
