import ProjectConfiguration
import Testing

@Suite("References in values")
struct InterpolationTests {
  /// A setting that takes any line of text shows what became of it.
  private func expand(_ lines: String, section: String? = nil, x: [String: String] = [:]) throws -> String {
    try configuration(lines, section: section, x: x).databaseSettings().versionTable
  }

  private func failure(_ lines: String, x: [String: String] = [:]) -> ConfigurationError? {
    #expect(throws: ConfigurationError.self) { try expand(lines, x: x) }
  }

  @Test("only `%(` and `%%` are special: any other `%` is itself")
  func percent() throws {
    #expect(try expand("[rev]\nversion_table = a%40b%c%") == "a%40b%c%")
    #expect(try expand("[rev]\nversion_table = a%%(b)s%%%%") == "a%(b)s%%")
  }

  @Test("%(here)s is the folder of the file")
  func here() throws {
    #expect(try expand("[rev]\nversion_table = <%(here)s>") == "</project>")
  }

  @Test("%(name)s is a key of the section, else of the default section, in any case")
  func names() throws {
    #expect(try expand("[DEFAULT]\nb = 2\na = 0\n[rev]\nA = 1%(B)s\nversion_table = %(a)s") == "12")
  }

  @Test("what a reference gives is not read again for references, and its own `%%` count once")
  func once() throws {
    #expect(try expand("[rev]\na = %%(b)s\nversion_table = %(a)s") == "%(b)s")
    #expect(try expand("[rev]\nversion_table = %(x:k)s", x: ["k": "%(here)s"]) == "%(here)s")
  }

  @Test("a value that a section inherits sees the section's own keys")
  func lateBinding() throws {
    let text = "[rev]\nname = dev\nversion_table = v_%(name)s\n[staging]\nname = staging\n"
    #expect(try expand(text) == "v_dev")
    #expect(try expand(text, section: "staging") == "v_staging")
  }

  @Test("%(x:KEY)s is what -x gave, and without it the error says which key and what was given")
  func extraArguments() throws {
    #expect(try expand("[rev]\nversion_table = v_%(x:Tenant)s", x: ["Tenant": "a"]) == "v_a")
    #expect(
      failure("[rev]\n\nversion_table = v_%(x:tenant)s", x: ["b": "1", "a": "2"])
        == .interpolation(.missingArgument("tenant", given: ["a", "b"]), key: "version_table", at(3)))
  }

  @Test("a reference to no key is told with its line, within a value of several lines too, and the nearest key")
  func unknownName() {
    #expect(
      failure("[rev]\nschema_name = a\nversion_table = x\n\n  y\n  %(schema_nam)s")
        == .interpolation(
          .unknownName("schema_nam", suggestion: "schema_name"), key: "version_table", at(6)))
    #expect(
      failure("[rev]\nversion_table = %(zzz)s")
        == .interpolation(.unknownName("zzz", suggestion: nil), key: "version_table", at(2)))
  }

  @Test("`%(` without `)s` is told, as is a name that can be none")
  func broken() {
    for value in ["%(", "%(a", "%(a)", "%(a)d", "%()s", "%(a b)s"] {
      #expect(
        failure("[rev]\na = 1\nversion_table = \(value)")
          == .interpolation(.unterminated, key: "version_table", at(3)))
    }
  }

  @Test("keys that refer to each other are told in order")
  func cycles() {
    #expect(
      failure("[rev]\nversion_table = %(a)s\na = %(b)s\nb = x%(A)s")
        == .interpolation(.cycle(["a", "b", "a"]), key: "b", at(4)))
    #expect(
      failure("[rev]\nversion_table = %(version_table)s")
        == .interpolation(.cycle(["version_table", "version_table"]), key: "version_table", at(2)))
  }

  @Test("references that grow without measure are refused, not followed")
  func bombs() {
    let doubling = (1...60).map { "k\($0) = %(k\($0 - 1))s%(k\($0 - 1))s" }.joined(separator: "\n")
    let deep = failure("[rev]\nk0 = aaaaaaaaaa\n\(doubling)\nversion_table = %(k60)s")
    guard case .interpolation(.tooMuch, _, _) = deep else {
      Issue.record("\(String(describing: deep))")
      return
    }
    // Even where there is nothing to grow.
    let empty = failure("[rev]\nk0 =\n\(doubling)\nversion_table = x%(k30)s")
    guard case .interpolation(.tooMuch, _, _) = empty else {
      Issue.record("\(String(describing: empty))")
      return
    }
    let wide = failure("[rev]\nk0 = aaaaaaaaaa\n\(doubling)\nversion_table = %(k25)s")
    guard case .interpolation(.tooMuch, _, _) = wide else {
      Issue.record("\(String(describing: wide))")
      return
    }
  }

  @Test("-x takes KEY=VALUE, the last of a key counts, and an error does not tell the value")
  func parsing() throws {
    let parsed = try ExtraArguments(parsing: ["a=1", "b=x=y", "c=", "a=2"])
    #expect(parsed.values == ["a": "2", "b": "x=y", "c": ""])
    #expect(parsed.keys == ["a", "b", "c"])
    #expect(throws: ConfigurationError.malformedArgument("a")) { try ExtraArguments(parsing: ["a"]) }
    for argument in ["=secret", "=\u{301}secret"] {
      #expect(throws: ConfigurationError.malformedArgument("")) { try ExtraArguments(parsing: [argument]) }
    }
  }
}
