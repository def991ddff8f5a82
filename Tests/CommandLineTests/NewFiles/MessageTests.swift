import Testing

@Suite("Messages")
struct MessageTests {
  /// What a person, or a script that passes a commit's title on, may well type.
  static let messages = [
    #"say "hello" and 'bye'"#, "two\nlines", "carriage\r\nreturn", #"a \ backslash \n \(x) \u{41}"#, "*/ end /* begin",
    "// slashes", "-- dashes", "-leading dash", "--json", "Größe → 漢字 😀 e\u{301}", "tab\tstop", "\"\"\" triple",
    ##"#"raw"#"##,
    "100% %(here)s %%", "a: b; c", "\u{202E}turned round", "\u{7}bell", "   spaces around   ", "...", "1 number first",
    "class",
    String(repeating: "very long ", count: 60), "-- upgrade", "\n-- upgrade\nDROP TABLE users;", "${HOME} `id` $(id)",
    "\u{FEFF}mark",
  ]

  @Test("Any message comes back from a Swift script as it was given, and the script compiles")
  func swift() async throws {
    let project = try Project(cache: .shared)
    for (position, message) in Self.messages.enumerated() {
      let id = "feed\(1000 + position)"
      let ended = try await project.rev("create", "--rev-id", id, "-m", message)
      #expect(ended.status == 0, "\(message): \(ended.all)")
      let shown: RevisionDocument = try await project.output("show", id, "--json").decoded()
      #expect(Array(shown.message.unicodeScalars) == Array(message.unicodeScalars))
    }
    let ended = try await project.rev("upgrade")
    #expect(ended.status == 0, "\(ended.all)")
    #expect(try await project.heads() == ["feed\(1000 + Self.messages.count - 1)"])
  }

  @Test("Any message comes back from a SQL script, with a space for what cannot stand in a line")
  func sql() async throws {
    let project = try Project()
    for (position, message) in Self.messages.enumerated() {
      let id = "feed\(1000 + position)"
      let ended = try await project.rev("create", "--rev-id", id, "-m", message, "--format", "sql")
      #expect(ended.status == 0, "\(message): \(ended.all)")
      let shown: RevisionDocument = try await project.output("show", id, "--json").decoded()
      #expect(words(shown.message) == words(message))
    }
    #expect(try await project.rev("upgrade").status == 0)
    #expect(try await project.heads() == ["feed\(1000 + Self.messages.count - 1)"])
  }

  /// The parts of a text between spaces and what cannot be seen in a line.
  private func words(_ text: String) -> [String] {
    text.unicodeScalars.split { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: true
      default: false
      }
    }.map { String($0) }
  }

  @Test("A listing shows a message on one line, with nothing in it that moves the cursor")
  func listing() async throws {
    let project = try Project()
    try project.swift("aaaa11", message: #"one\ntwo\u{1B}[31m red \u{7} \r gone"#, upgrade: "")
    let text = try await project.output("history")
    #expect(text.lines.count == 1)
    #expect(
      !text.dropLast().unicodeScalars.contains { $0.properties.generalCategory == .control }, "\(text.debugDescription)"
    )
  }

  @Test("A message with a line break is still one comment in the SQL of an upgrade")
  func offline() async throws {
    let project = try Project()
    try project.swift("aaaa11", message: #"one\nDROP TABLE users; --"#, upgrade: "")
    let text = try await project.output("upgrade", "--sql")
    #expect(text.contains("-- Running upgrade  -> aaaa11"))
    #expect(!text.lines.contains { $0.hasPrefix("DROP TABLE users") })
  }
}
