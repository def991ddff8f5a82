/// Finds what is odd about a file: names that nothing knows, and values that mean something else than they look like.
struct ConfigurationCheck {
  let document: IniDocument
  /// The sections in use.
  let scope: [IniDocument.Section]

  func warnings() -> [ConfigurationWarning] {
    // A key that a value refers to is a variable, whatever its name.
    let variables = Set(document.sections.flatMap { $0.entries.flatMap { InterpolationPiece.names(in: $0.value) } })
    let used = Set(scope.map(\.name))
    return document.sections.flatMap { section in
      if used.contains(section.name) { return check(section, variables: variables) }
      if section.name == ProjectConfiguration.hooksSection { return checkHooks(section, variables: variables) }
      return checkUnused(section)
    }
  }

  private func check(_ section: IniDocument.Section, variables: Set<String>) -> [ConfigurationWarning] {
    let known = SettingKey.allCases.flatMap(\.names)
    var warnings: [ConfigurationWarning] = []
    for entry in section.entries {
      if let key = SettingKey.allCases.first(where: { $0.names.contains(entry.key) }) {
        if entry.key == key.alias, section[key.rawValue] != nil {
          warnings.append(
            .shadowedKey(entry.key, by: key.rawValue, section: section.name, position(entry.line)))
        }
        if isQuoted(entry.value) { warnings.append(.quotedValue(key: entry.key, position(entry.line))) }
      } else if !variables.contains(entry.key), !AlembicOnly.keys.contains(entry.key) {
        warnings.append(
          .unknownKey(
            entry.key, section: section.name, suggestion: nearestName(to: entry.key, among: known),
            position(entry.line)))
      }
    }
    return warnings
  }

  private func checkHooks(_ section: IniDocument.Section, variables: Set<String>) -> [ConfigurationWarning] {
    section.entries.compactMap { entry in
      if entry.key == PostWriteHook.listKey || variables.contains(entry.key) { return nil }
      let parts = entry.key.split(separator: ".", omittingEmptySubsequences: false)
      if parts.count > 1, let last = parts.last, PostWriteHook.options.contains(String(last)) { return nil }
      let hook = parts.dropLast().joined(separator: ".")
      let known = [PostWriteHook.listKey] + PostWriteHook.options.map { "\(hook).\($0)" }
      return .unknownKey(
        entry.key, section: section.name, suggestion: nearestName(to: entry.key, among: known),
        position(entry.line))
    }
  }

  /// A section that is not in use is one that `-n` could name if it has a setting of ours.
  private func checkUnused(_ section: IniDocument.Section) -> [ConfigurationWarning] {
    let known = Set(SettingKey.allCases.flatMap(\.names))
    if AlembicOnly.isSection(section.name) || section.entries.contains(where: { known.contains($0.key) }) { return [] }
    let names = [
      ProjectConfiguration.mainSection, ProjectConfiguration.hooksSection, IniDocument.defaultSection,
    ]
    return [
      .unknownSection(
        section.name, suggestion: nearestName(to: section.name, among: names), position(section.line))
    ]
  }

  private func isQuoted(_ value: String) -> Bool {
    guard value.utf8.count >= 2, let first = value.utf8.first, first == value.utf8.last else { return false }
    return first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
  }

  private func position(_ line: Int) -> FilePosition { FilePosition(file: document.file, line: line) }
}
