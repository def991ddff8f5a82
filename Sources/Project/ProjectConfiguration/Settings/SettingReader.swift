import SystemPackage

/// Reads settings as typed values from a section and from those behind it.
struct SettingReader {
  let interpolator: Interpolator
  /// What `%(here)s` is and what relative paths start from.
  let directory: FilePath
  /// The section that `-n` names, where it is not the main one.
  let named: IniDocument.Section?

  /// A setting's text, or nil where it is not given or blank.
  func text(_ key: SettingKey) throws(ConfigurationError) -> InterpolatedText? {
    guard let (_, entry) = find(key) else { return nil }
    let text = try interpolator.interpolate(entry)
    return text.text.isEmpty ? nil : text
  }

  /// Where a setting stands, blank or not.
  func find(_ key: SettingKey) -> (section: IniDocument.Section, entry: IniDocument.Entry)? {
    for section in interpolator.scope {
      if let owner = key.boundTo, let named, named[owner.rawValue] != nil,
        section.name == ProjectConfiguration.mainSection
      {
        continue
      }
      for name in key.names {
        if let entry = section[name] { return (section, entry) }
      }
    }
    return nil
  }

  /// One line of text.
  func line(_ key: SettingKey) throws(ConfigurationError) -> String? {
    guard let found = try text(key) else { return nil }
    let value = expandingHere(found.text)
    guard !hasControlCharacter(value) else { throw bad(key, value, .oneLine, found.position) }
    return value
  }

  /// `true`, `yes`, `on`, `1` and their opposites, in any case.
  func boolean(_ key: SettingKey, default standard: Bool) throws(ConfigurationError) -> Bool {
    guard let found = try text(key) else { return standard }
    switch found.text.lowercased() {
    case "true", "yes", "on", "1": return true
    case "false", "no", "off", "0": return false
    default: throw bad(key, found.text, .boolean, found.position)
    }
  }

  /// One of the choices, in any case.
  func choice<Value>(
    _ key: SettingKey, among choices: KeyValuePairs<String, Value>, default standard: Value
  ) throws(ConfigurationError) -> Value {
    guard let found = try text(key) else { return standard }
    let wanted = found.text.lowercased()
    guard let choice = choices.first(where: { $0.key == wanted }) else {
      throw bad(key, found.text, .oneOf(choices.map(\.key)), found.position)
    }
    return choice.value
  }

  /// A whole number.
  func integer(
    _ key: SettingKey, in range: ClosedRange<Int>, default standard: Int
  ) throws(ConfigurationError) -> Int {
    guard let found = try text(key) else { return standard }
    guard let value = Int(found.text), range.contains(value) else {
      throw bad(key, found.text, .integer(range), found.position)
    }
    return value
  }

  /// A time in seconds, of which up to three decimal places count.
  func seconds(
    _ key: SettingKey, in range: ClosedRange<Int>, default standard: Duration
  ) throws(ConfigurationError) -> Duration {
    guard let found = try text(key) else { return standard }
    let parts = found.text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let isDecimal = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    guard isDecimal, let whole = Int(parts[0]), range.contains(whole) else {
      throw bad(key, found.text, .seconds(range), found.position)
    }
    let fraction = parts.count > 1 ? Int((parts[1] + "000").prefix(3)) ?? 0 : 0
    let value = Duration.seconds(whole) + .milliseconds(fraction)
    guard value <= .seconds(range.upperBound) else { throw bad(key, found.text, .seconds(range), found.position) }
    return value
  }

  /// A path, absolute.
  func path(_ key: SettingKey, default standard: FilePath) throws(ConfigurationError) -> FilePath {
    guard let found = try text(key) else { return standard }
    return try path(found.text, key: key.rawValue, position: found.position)
  }

  /// Several paths, absolute, each once.
  func paths(
    _ key: SettingKey, separator: PathSeparator?, default standard: [FilePath]
  ) throws(ConfigurationError) -> [FilePath] {
    guard let found = try text(key) else { return standard }
    var result: [FilePath] = []
    for piece in found.text.split(whereSeparator: { separator.isSeparator($0) }) {
      let trimmed = String(piece.trimmingSpaces())
      if trimmed.isEmpty { continue }
      if separator == nil, trimmed.contains(":") {
        throw bad(key, expandingHere(trimmed), .pathsWithSeparator, found.position)
      }
      let path = try path(trimmed, key: key.rawValue, position: found.position)
      if !result.contains(path) { result.append(path) }
    }
    return result.isEmpty ? standard : result
  }

  /// The absolute form of a path in the file: a relative one starts from the file's own folder.
  func path(_ text: String, key: String, position: FilePosition) throws(ConfigurationError) -> FilePath {
    let value = expandingHere(text)
    guard !hasControlCharacter(value), !holdsURL(value) else {
      throw .badValue(BadValue(key: key, value: value, allowed: .path, position: position))
    }
    return directory.resolving(value)
  }

  func expandingHere(_ text: String) -> String {
    text.contains(Interpolator.hereMark)
      ? text.split(separator: Interpolator.hereMark, omittingEmptySubsequences: false).joined(
        separator: directory.string) : text
  }

  func bad(
    _ key: SettingKey, _ value: String, _ allowed: BadValue.Allowed, _ position: FilePosition
  ) -> ConfigurationError {
    .badValue(BadValue(key: key.rawValue, value: expandingHere(value), allowed: allowed, position: position))
  }
}
