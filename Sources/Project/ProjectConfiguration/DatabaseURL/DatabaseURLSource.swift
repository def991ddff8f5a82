import SystemPackage

/// Where a database URL was given.
package enum DatabaseURLSource: Hashable, Sendable {
  /// `--database-url`.
  case option
  /// A variable of the environment.
  case environment(String)
  /// A key of the file, in the section where it stands.
  case file(section: String, key: String, FilePosition)
}

/// A URL with where it was given; its description is free of secrets, as the URL's own is.
package struct NamedDatabaseURL: Hashable, Sendable {
  package let url: DatabaseURL
  package let source: DatabaseURLSource
}

/// The URL to use.
package struct SelectedDatabaseURL: Hashable, Sendable {
  package let url: DatabaseURL
  package let source: DatabaseURLSource
  /// One for each other source that names another database.
  package let warnings: [ConfigurationWarning]
}

extension ProjectConfiguration {
  /// The variable of the environment that gives the URL.
  package static let databaseURLVariable = "DATABASE_URL"

  /// The database URL: what `--database-url` gives; else, with `-n`, what that section gives; else what `DATABASE_URL`
  /// gives; else what the file gives. Nil where nothing does.
  ///
  /// A URL is the section's own also where it stands elsewhere but refers to a key of the section.
  /// A relative SQLite path starts from the file's folder where the file gives it, else from the current folder.
  ///
  /// - Parameter option: The value of `--database-url`.
  package func databaseURL(
    option: String?, in context: ProcessContext
  ) throws(ConfigurationError) -> SelectedDatabaseURL? {
    let given = option.map { Candidate(source: .option, text: .success($0), base: context.currentDirectory) }
    let inEnvironment = context.variable(Self.databaseURLVariable).map {
      Candidate(
        source: .environment(Self.databaseURLVariable), text: .success($0), base: context.currentDirectory)
    }
    let inFile = candidateInFile()
    let others = isSectionNamed && isOfSection(.databaseURL) ? [inFile, inEnvironment] : [inEnvironment, inFile]
    let candidates = ([given] + others).compactMap(\.self)
    guard let first = candidates.first else { return nil }

    let used = NamedDatabaseURL(url: try first.url(), source: first.source)
    var warnings: [ConfigurationWarning] = []
    for candidate in candidates.dropFirst() {
      // One that is not used may lack its -x, or be malformed.
      guard let url = try? candidate.url(), !url.leadsToSameDatabase(as: used.url) else { continue }
      warnings.append(
        .databasesDiffer(used: used, ignored: NamedDatabaseURL(url: url, source: candidate.source)))
    }
    return SelectedDatabaseURL(url: used.url, source: used.source, warnings: warnings)
  }

  /// The variable of the environment that gives the URL past a pooler.
  package static let directDatabaseURLVariable = "DIRECT_DATABASE_URL"

  /// The URL of the same database past a pooler, which runs are made through: what `DIRECT_DATABASE_URL` gives, else what
  /// the file gives. Nil where nothing does.
  package func directDatabaseURL(in context: ProcessContext) throws(ConfigurationError) -> DatabaseURL? {
    let inEnvironment = context.variable(Self.directDatabaseURLVariable).map {
      Candidate(
        source: .environment(Self.directDatabaseURLVariable), text: .success($0), base: context.currentDirectory)
    }
    return try (inEnvironment ?? candidateInFile(.directDatabaseURL))?.url()
  }

  /// The URL of an empty database to try a schema in. Nil where none is named.
  package func scratchURL() throws(ConfigurationError) -> DatabaseURL? {
    try candidateInFile(.scratchURL)?.url()
  }

  private func candidateInFile(_ key: SettingKey = .databaseURL) -> Candidate? {
    guard let found = reader.find(key), !found.entry.value.isEmpty else { return nil }
    let source = DatabaseURLSource.file(
      section: found.section.name, key: found.entry.key, FilePosition(file: file, line: found.entry.line))
    do throws(ConfigurationError) {
      guard let text = try reader.text(key) else { return nil }
      return Candidate(source: source, text: .success(reader.expandingHere(text.text)), base: directory)
    } catch {
      return Candidate(source: source, text: .failure(error), base: directory)
    }
  }

  /// Whether a setting stands in the section in use, or refers to a key that does.
  private func isOfSection(_ key: SettingKey) -> Bool {
    guard let found = reader.find(key) else { return false }
    var seen: Set<String> = []
    var next = [found]
    while let (owner, entry) = next.popLast() {
      if owner.name == section { return true }
      for name in InterpolationPiece.names(in: entry.value) where seen.insert(name).inserted {
        if let referred = reader.interpolator.find(name) { next.append(referred) }
      }
    }
    return false
  }
}

/// A source before its text is read as a URL.
private struct Candidate {
  let source: DatabaseURLSource
  let text: Result<String, ConfigurationError>
  /// What a relative path starts from.
  let base: FilePath

  func url() throws(ConfigurationError) -> DatabaseURL {
    let text = try text.get()
    do throws(DatabaseURLError) {
      return try DatabaseURL(text, relativeTo: base)
    } catch {
      throw .invalidDatabaseURL(error, source)
    }
  }
}
