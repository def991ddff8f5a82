import Foundation

/// Runs `script-probe`, which stands beside the tests, as a process of its own.
enum Probe {
  static var path: String {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (tests as NSString).deletingLastPathComponent + "/script-probe"
  }

  struct Result {
    let status: Int32
    let output: String
  }

  /// Starts a program; what it says is read when it is waited for.
  static func start(_ arguments: [String], program: String = path, environment: [String: String]) throws -> () -> Result
  {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = environment
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    return {
      let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      return Result(status: process.terminationStatus, output: output)
    }
  }

  static func run(_ arguments: [String], program: String = path, environment: [String: String]) throws -> Result {
    try start(arguments, program: program, environment: environment)()
  }
}
