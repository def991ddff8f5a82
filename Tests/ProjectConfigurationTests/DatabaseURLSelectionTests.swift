import ProjectConfiguration
import SystemPackage
import Testing

@Suite("Which database URL is used")
struct DatabaseURLSelectionTests {
  private let text = """
    [rev]
    database_url = postgresql://u:pw@main/app
    [staging]
    database_url = postgresql://u:pw@staging/app
    [bare]
    version_table = b
    """

  private func select(
    _ text: String, section: String? = nil, option: String? = nil, variable: String? = nil, x: [String: String] = [:]
  ) throws(ConfigurationError) -> SelectedDatabaseURL? {
    try configuration(text, section: section, x: x).databaseURL(
      option: option,
      in: ProcessContext(currentDirectory: "/cwd", environment: variable.map { ["DATABASE_URL": $0] } ?? [:]))
  }

  private func host(_ selected: SelectedDatabaseURL?) -> String? {
    guard case .server(let server)? = selected?.url.location else { return nil }
    return server.hosts.first?.name
  }

  @Test("the option comes first, then a named section, then the environment, then the file")
  func precedence() throws {
    let environment = "postgresql://environment/app"
    #expect(
      try host(select(text, section: "staging", option: "postgresql://option/app", variable: environment)) == "option")
    #expect(try host(select(text, section: "staging", variable: environment)) == "staging")
    #expect(try host(select(text, section: "rev", variable: environment)) == "main")
    #expect(try host(select(text, section: "bare", variable: environment)) == "environment")
    #expect(try host(select(text, variable: environment)) == "environment")
    #expect(try host(select(text, variable: "")) == "main")
    #expect(try host(select(text, section: "bare")) == "main")
    #expect(try host(select(text)) == "main")
    #expect(try select("[rev]") == nil)
  }

  @Test("a URL that a named section completes is the section's own")
  func completed() throws {
    let text =
      "[DEFAULT]\ndatabase_url = postgresql://%(host)s/app\nhost = %(name)s\nname = main\n[rev]\n[s]\nname = s\n"
    #expect(try host(select(text, section: "s", variable: "postgresql://environment/app")) == "s")
    #expect(try host(select(text, section: "rev", variable: "postgresql://environment/app")) == "environment")
  }

  @Test("the source is told with section, key and line")
  func sources() throws {
    #expect(try select(text)?.source == .file(section: "rev", key: "database_url", at(2)))
    #expect(try select(text, section: "staging")?.source == .file(section: "staging", key: "database_url", at(4)))
    #expect(try select(text, variable: "sqlite://")?.source == .environment("DATABASE_URL"))
    #expect(try select(text, option: "sqlite://")?.source == .option)
    #expect(
      try select("[rev]\nsqlalchemy.url = sqlite://")?.source == .file(section: "rev", key: "sqlalchemy.url", at(2)))
  }

  @Test("where two sources differ, a warning names both, which one is used, and no password")
  func warnings() throws {
    let selected = try #require(try select(text, variable: "postgresql://u:pw@environment/app"))
    guard case .databasesDiffer(let used, let ignored)? = selected.warnings.first, selected.warnings.count == 1 else {
      Issue.record("\(selected.warnings)")
      return
    }
    #expect("\(used.url)" == "postgresql://u:***@environment/app")
    #expect(used.source == .environment("DATABASE_URL"))
    #expect("\(ignored.url)" == "postgresql://u:***@main/app")
    #expect(ignored.source == .file(section: "rev", key: "database_url", at(2)))
    #expect(try select(text, option: "sqlite:///x.db", variable: "sqlite:///y.db")?.warnings.count == 2)
  }

  @Test("two ways to write the same database are no warning")
  func same() throws {
    #expect(try select(text, variable: "postgres://other@MAIN:5432/app?sslmode=require")?.warnings == [])
  }

  @Test("a relative SQLite path starts from the file's folder in the file, else from the current folder")
  func relativePaths() throws {
    #expect(try select("[rev]\ndatabase_url = sqlite:///dev.db")?.url.location == .file("/project/dev.db"))
    #expect(try select("[rev]", variable: "sqlite:///dev.db")?.url.location == .file("/cwd/dev.db"))
    #expect(try select("[rev]", option: "sqlite:///dev.db")?.url.location == .file("/cwd/dev.db"))
    #expect(
      try select("[rev]\ndatabase_url = sqlite:///%(here)s/%(x:t)s.db", x: ["t": "a"])?.url.location
        == .file("/project/a.db"))
  }

  @Test("the one that is used must be right; one that is not used may be broken")
  func broken() throws {
    let placeholder = "[rev]\ndatabase_url = driver://user:pass@localhost:port/%(x:nope)s"
    #expect(try select(placeholder, option: "sqlite://")?.warnings == [])
    #expect(try select(placeholder, variable: "sqlite://")?.warnings == [])
    #expect(
      throws: ConfigurationError.interpolation(.missingArgument("nope", given: []), key: "database_url", at(2))
    ) { try select(placeholder) }
    #expect(
      throws: ConfigurationError.invalidDatabaseURL(DatabaseURLError(reason: .missingScheme, redacted: "***"), .option)
    ) { try select(text, option: "nonsense") }
    #expect(throws: ConfigurationError.self) { try select(text, option: "") }
  }

  @Test("a named section's URL that lacks its -x does not give way to the environment")
  func noFallBack() {
    let text = "[rev]\n[s]\ndatabase_url = sqlite:///%(x:tenant)s.db"
    #expect(throws: ConfigurationError.self) {
      try select(text, section: "s", variable: "postgresql://environment/app")
    }
  }
}
