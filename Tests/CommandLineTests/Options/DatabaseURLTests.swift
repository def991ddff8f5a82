import Testing

@Suite("Where the database's URL comes from")
struct DatabaseURLTests {
  /// A project with a database in [rev] and another in [spare].
  private func project() throws -> Project {
    let project = try Project("[spare]\ndatabase_url = sqlite:///spare.db\n[plain]\ntimezone = UTC\n")
    try project.sql("aaaa11")
    return project
  }

  private func used(
    _ project: Project, _ words: String..., environment: [String: String] = [:]
  ) async throws -> (file: String?, said: String) {
    let ended = try await project.rev(["upgrade"] + words, environment: environment)
    guard ended.status == 0 else { throw Unexpected("upgrade", ended) }
    let made = try project.names(in: ".").filter { $0.hasSuffix(".db") }
    for name in made { try project.delete(name) }
    return (made.count == 1 ? made[0] : "\(made)", ended.error)
  }

  private let environment = ["DATABASE_URL": "sqlite:///environment.db"]

  @Test("The file's counts where nothing else is said")
  func file() async throws {
    let (file, said) = try await used(project())
    #expect(file == "dev.db" && !said.contains("warning"))
  }

  @Test("DATABASE_URL comes before the file")
  func environmentFirst() async throws {
    let (file, said) = try await used(project(), environment: environment)
    #expect(file == "environment.db")
    #expect(said.contains("warning: ") && said.contains("environment.db") && said.contains("dev.db"))
  }

  @Test("A section that -n names comes before DATABASE_URL")
  func section() async throws {
    let (file, said) = try await used(project(), "-n", "spare", environment: environment)
    #expect(file == "spare.db")
    #expect(said.contains("warning: ") && said.contains("environment.db") && said.contains("spare.db"))
  }

  @Test("A section that -n names but that names no database leaves DATABASE_URL before the file")
  func sectionWithout() async throws {
    #expect(try await used(project(), "-n", "plain", environment: environment).file == "environment.db")
    #expect(try await used(project(), "-n", "plain").file == "dev.db")
  }

  @Test("--database-url comes before all others")
  func option() async throws {
    let (file, said) = try await used(
      project(), "-n", "spare", "--database-url", "sqlite:///option.db", environment: environment)
    #expect(file == "option.db")
    #expect(said.contains("option.db") && said.contains("environment.db") && said.contains("spare.db"))
  }

  @Test("-q says nothing of two that differ")
  func quiet() async throws {
    let (file, said) = try await used(project(), "-q", environment: environment)
    #expect(file == "environment.db" && said == "")
  }

  @Test("Two that are the same are no warning")
  func same() async throws {
    let project = try project()
    let (_, said) = try await used(
      project, environment: ["DATABASE_URL": "sqlite:////\(project.path("dev.db").dropFirst())"])
    #expect(said.contains("Running upgrade") && !said.contains("warning"))
  }

  @Test("An empty DATABASE_URL is none")
  func empty() async throws {
    #expect(try await used(project(), environment: ["DATABASE_URL": ""]).file == "dev.db")
  }

  @Test("The warning names both hosts, and no password and no parameter")
  func hosts() async throws {
    let project = try project()
    let ended = try await project.rev(
      "upgrade", "--database-url", "postgresql://ann:hunter2@one.example:5433/app?sslpassword=hunter3", "-v",
      environment: ["DATABASE_URL": "postgresql+psycopg://ann:hunter4@two.example/app"])
    #expect(ended.status == 1)
    #expect(ended.error.contains("one.example") && ended.error.contains("two.example"))
    #expect(!ended.all.contains("hunter"))
  }

  @Test("A path with one slash more is absolute, a relative one starts from the file or from where it was typed")
  func paths() async throws {
    let project = try project()
    try project.makeFolder("below")
    let absolute = project.path("below/absolute.db")
    try await project.output("upgrade", "--database-url", "sqlite:///\(absolute)")
    #expect(project.exists("below/absolute.db"))
    _ = try await project.rev("upgrade", "--database-url", "sqlite:///typed.db", in: project.path("below"))
    #expect(project.exists("below/typed.db"))
    _ = try await project.rev("upgrade", in: project.path("below"))
    #expect(project.exists("dev.db") && !project.exists("below/dev.db"))
  }

  @Test("A driver's suffix is accepted and ignored")
  func driver() async throws {
    let (file, said) = try await used(project(), "--database-url", "sqlite+pysqlite:///suffixed.db")
    #expect(file == "suffixed.db" && said.contains("Running upgrade"))
  }

  @Test("A database in memory is upgraded and gone")
  func memory() async throws {
    let project = try project()
    let ended = try await project.rev("upgrade", "--database-url", "sqlite://:memory:")
    #expect(ended.status == 0 && ended.error.contains("Running upgrade"))
    #expect(try project.names(in: ".").filter { $0.contains(".db") || $0.contains("memory") } == [])
  }

  @Test("A path with spaces, quotes, percent signs and other scripts is a path")
  func strangePaths() async throws {
    let project = try project()
    try project.makeFolder("süß 'q' 50%")
    try await project.output("upgrade", "--database-url", "sqlite:///süß 'q' 50%25/a b.db")
    #expect(project.exists("süß 'q' 50%/a b.db"))
  }
}
