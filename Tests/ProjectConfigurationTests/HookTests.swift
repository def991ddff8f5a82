import ProjectConfiguration
import SystemPackage
import Testing

@Suite("Post-write hooks")
struct HookTests {
  private func hooks(_ text: String) throws(ConfigurationError) -> [PostWriteHook] {
    try configuration("[rev]\n[post_write_hooks]\n" + text).postWriteHooks()
  }

  @Test("hooks are read in the order of the list")
  func order() throws {
    let read = try hooks(
      """
      hooks = lint, Format
      format.type = exec
      format.executable = swift-format
      format.options = -i REVISION_SCRIPT_FILENAME
      format.cwd = tools
      lint.type = exec
      lint.executable = ./bin/lint
      other.type = console_scripts
      """)
    #expect(read.map(\.name) == ["lint", "Format"])
    #expect(read.map(\.executable) == ["/project/bin/lint", "swift-format"])
    #expect(read.map(\.workingDirectory) == [nil, "/project/tools"])
  }

  @Test("the script's path goes where the token is, else first, and stays one argument")
  func arguments() throws {
    let read = try hooks(
      """
      hooks = a b c
      a.type = exec
      a.executable = a
      a.options = --in="REVISION_SCRIPT_FILENAME" 'x y' z\\ w
      b.type = exec
      b.executable = b
      b.options = -l 79
      c.type = exec
      c.executable = c
      """)
    #expect(read[0].arguments(for: "/a b/c.swift") == ["--in=/a b/c.swift", "x y", "z w"])
    #expect(read[1].arguments(for: "/a b/c.swift") == ["/a b/c.swift", "-l", "79"])
    #expect(read[2].arguments(for: "/a b/c.swift") == ["/a b/c.swift"])
  }

  @Test("%(here)s with a space in it stays within its word")
  func here() throws {
    let document = try IniDocument(
      bytes: Array(
        "[rev]\n[post_write_hooks]\nhooks = a\na.type = exec\na.executable = a\na.options = %(here)s/x y".utf8),
      file: "/my project/migrate.ini")
    #expect(try ProjectConfiguration(document: document).postWriteHooks()[0].arguments == ["/my project/x", "y"])
  }

  @Test("without the section, or without a list, there are none")
  func none() throws {
    #expect(try configuration("[rev]").postWriteHooks() == [])
    #expect(try hooks("a.type = exec") == [])
  }

  @Test("what is missing or cannot be run is told")
  func problems() {
    #expect(throws: ConfigurationError.missingHookOption(hook: "a", option: "type", at(3))) { try hooks("hooks = a") }
    #expect(throws: ConfigurationError.missingHookOption(hook: "a", option: "executable", at(3))) {
      try hooks("hooks = a\na.type = exec")
    }
    #expect(
      throws: ConfigurationError.badValue(
        BadValue(key: "a.type", value: "console_scripts", allowed: .oneOf(["exec"]), position: at(4)))
    ) { try hooks("hooks = a\na.type = console_scripts") }
    #expect(
      throws: ConfigurationError.badValue(
        BadValue(key: "a.options", value: "'x", allowed: .shellWords, position: at(6)))
    ) { try hooks("hooks = a\na.type = exec\na.executable = a\na.options = 'x") }
  }

  @Test(
    "options are split as a shell splits words",
    arguments: [
      ("a  b\tc", ["a", "b", "c"]),
      ("'a b' \"c d\"", ["a b", "c d"]),
      ("a'b'\"c\"d", ["abcd"]),
      ("'' \"\"", ["", ""]),
      (#"a\ b \' \\"#, ["a b", "'", #"\"#]),
      (#""a\"b\\c\d""#, [#"a"b\c\d"#]),
      (#"'a\b'"#, [#"a\b"#]),
      ("#x; $HOME *", ["#x;", "$HOME", "*"]),
    ])
  func words(text: String, words: [String]) throws {
    #expect(
      try hooks("hooks = a\na.type = exec\na.executable = a\na.options = \(text)")[0].arguments == words)
  }
}
