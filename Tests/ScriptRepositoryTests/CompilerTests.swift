import Foundation
import Revisions
import Testing

@testable import ScriptRepository

@Suite("The compiler of scripts")
struct CompilerTests {
  @Test("without a compiler what is compiled still loads, and what is not is named")
  func noCompiler() async throws {
    let project = try TestProject()
    try project.writeSwift("a", upgrade: #"SQL("a")"#)
    _ = try await project.load(project.repository())
    let without = ["PATH": "/nowhere"]
    #expect(try await project.load(project.repository(environment: without)).sql("a") == ["a"])
    try project.writeSwift("b")
    await #expect(throws: ScriptLoadError.compilerNotFound(revisions: ["b"])) {
      try await project.load(project.repository(environment: without))
    }
    #expect(try await project.load(project.repository(environment: without), ["a"]).sql("a") == ["a"])
    let nothing = without.merging(["XDG_CACHE_HOME": "\(project.root)/other"]) { $1 }
    await #expect(throws: ScriptLoadError.compilerNotFound(revisions: ["a", "b"])) {
      try await project.load(project.repository(environment: nothing))
    }
  }

  @Test("objects of another compiler are not used, and one that cannot be run or does not fit is named")
  func otherCompiler() async throws {
    let project = try TestProject()
    try project.writeSwift("a", upgrade: #"SQL("a")"#)
    _ = try await project.load(project.repository())
    let real = try #require(SwiftCompiler.locate(environment: project.environment))
    let other = try project.write(
      "swiftc", "#!/bin/sh\nif [ \"$1\" = -frontend ]; then echo Swift version 99; exit; fi\nexec \(real) \"$@\"\n",
      in: "bin")
    chmod(other, 0o755)
    let loaded = try await project.load(project.repository(environment: ["REV_SWIFTC": other]))
    #expect(loaded.statistics.scriptsCompiled == 1)

    let failing = try project.write("failing", "#!/bin/sh\necho out of order\nexit 3\n", in: "bin")
    chmod(failing, 0o755)
    await #expect(throws: ScriptLoadError.compilerUnusable(path: failing, message: "out of order\n")) {
      try await project.load(project.repository(environment: ["REV_SWIFTC": failing]))
    }
    let message =
      "/x.swift:1:8: error: module compiled with Swift 6.3.1 cannot be imported by the Swift 6.2 compiler: /m"
    let foreign = try project.write(
      "foreign", "#!/bin/sh\nif [ \"$1\" = -frontend ]; then echo 6.2; exit; fi\necho '\(message)'\nexit 1\n", in: "bin"
    )
    chmod(foreign, 0o755)
    let error = await #expect(throws: ScriptLoadError.self) {
      try await project.load(project.repository(environment: ["REV_SWIFTC": foreign]))
    }
    guard case .moduleUnusable(foreign, "6.2\n", _, message)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    await #expect(throws: ScriptLoadError.moduleNotFound(searched: ["/nowhere"])) {
      try await project.load(
        project.repository(environment: [
          "REV_MODULES": "/nowhere", "REV_SWIFTC": other, "XDG_CACHE_HOME": "\(project.root)/c2",
        ]))
    }
  }

  @Test(
    "a compiler that is stopped from outside is not taken for one that refuses a script",
    arguments: [
      ("kill -9 $$", SIGKILL), ("kill -INT $$", SIGINT), ("exit 1", nil),
      // What the driver says when the process that it started is killed.
      ("echo 'error: compile command failed due to signal 9 (use -v to see invocation)'; exit 1", SIGKILL),
    ])
  func stopped(_ end: String, _ signal: CInt?) async throws {
    let project = try TestProject()
    for id in ["a", "b"] { try project.writeSwift(id) }
    let stopped = try project.write(
      "swiftc", "#!/bin/sh\nif [ \"$1\" = -frontend ]; then echo 6.2; exit; fi\n\(end)\n", in: "bin")
    chmod(stopped, 0o755)
    await #expect(throws: ScriptLoadError.compilerStopped(path: stopped, signal: signal)) {
      try await project.load(project.repository(environment: ["REV_SWIFTC": stopped]))
    }
  }

  @Test("the compiler is asked for its version once, as long as it is the same file")
  func compilerMemory() async throws {
    let project = try TestProject()
    try project.writeSwift("a")
    let real = try #require(SwiftCompiler.locate(environment: project.environment))
    let log = "\(project.root)/log"
    let wrapper = try project.write("swiftc", "#!/bin/sh\necho \"$1\" >> \(log)\nexec \(real) \"$@\"\n", in: "bin")
    chmod(wrapper, 0o755)
    for _ in 0..<3 { _ = try await project.load(project.repository(environment: ["REV_SWIFTC": wrapper])) }
    #expect(try String(contentsOfFile: log, encoding: .utf8) == "-frontend\n-swift-version\n")
  }
}
