package import SystemPackage

/// A program that runs on every script that was just written: a formatter, say.
package struct PostWriteHook: Hashable, Sendable {
  /// What stands for the script's path in a hook's options.
  package static let scriptToken = "REVISION_SCRIPT_FILENAME"

  static let listKey = "hooks"
  static let options = ["type", "executable", "options", "cwd"]

  /// The hook's name in the file.
  package let name: String
  /// A name to look up in `PATH`, or an absolute path.
  package let executable: String
  /// The arguments, with `scriptToken` where the script's path goes.
  package let arguments: [String]
  /// Where the program runs, absolute; nil is the current folder.
  package let workingDirectory: FilePath?

  /// The arguments for a script. Its path comes first where the options do not say where it goes.
  package func arguments(for script: FilePath) -> [String] {
    let placed = arguments.contains { $0.contains(Self.scriptToken) } ? arguments : [Self.scriptToken] + arguments
    return placed.map { argument in
      argument.split(separator: Self.scriptToken, omittingEmptySubsequences: false).joined(separator: script.string)
    }
  }
}

extension ProjectConfiguration {
  /// Reads the hooks that `[post_write_hooks]` lists, in its order.
  package func postWriteHooks() throws(ConfigurationError) -> [PostWriteHook] {
    guard let section = document[section: Self.hooksSection] else { return [] }
    let options = HookOptions(section: section, reader: reader)
    guard let list = try options.text(PostWriteHook.listKey) else { return [] }
    var hooks: [PostWriteHook] = []
    for name in list.text.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "," || $0.isNewline }) {
      hooks.append(try options.hook(named: String(name), listed: list.position))
    }
    return hooks
  }
}

/// Reads `name.option` keys.
private struct HookOptions {
  let section: IniDocument.Section
  let reader: SettingReader
  private let interpolator: Interpolator

  init(section: IniDocument.Section, reader: SettingReader) {
    self.section = section
    self.reader = reader
    let behind = reader.interpolator
    interpolator = Interpolator(
      document: behind.document, scope: [section] + behind.scope, arguments: behind.arguments)
  }

  func text(_ key: String) throws(ConfigurationError) -> InterpolatedText? {
    guard let entry = section[key.lowercased()] else { return nil }
    let text = try interpolator.interpolate(entry)
    return text.text.isEmpty ? nil : text
  }

  func hook(named name: String, listed: FilePosition) throws(ConfigurationError) -> PostWriteHook {
    let type = try required("type", of: name, listed: listed)
    guard type.text.lowercased() == "exec" else {
      throw bad("type", of: name, type, allowed: .oneOf(["exec"]))
    }
    let executable = try required("executable", of: name, listed: listed)
    var program = reader.expandingHere(executable.text)
    guard !hasControlCharacter(program) else { throw bad("executable", of: name, executable, allowed: .oneLine) }
    if program.contains("/") {
      program = try reader.path(executable.text, key: "\(name).executable", position: executable.position).string
    }

    var arguments: [String] = []
    if let options = try text("\(name).options") {
      guard let words = ShellWords.split(options.text) else {
        throw bad("options", of: name, options, allowed: .shellWords)
      }
      arguments = words.map(reader.expandingHere)
    }
    var workingDirectory: FilePath?
    if let folder = try text("\(name).cwd") {
      workingDirectory = try reader.path(folder.text, key: "\(name).cwd", position: folder.position)
    }
    return PostWriteHook(
      name: name, executable: program, arguments: arguments, workingDirectory: workingDirectory)
  }

  private func required(
    _ option: String, of hook: String, listed: FilePosition
  ) throws(ConfigurationError) -> InterpolatedText {
    guard let value = try text("\(hook).\(option)") else {
      throw .missingHookOption(hook: hook, option: option, listed)
    }
    return value
  }

  private func bad(
    _ option: String, of hook: String, _ value: InterpolatedText, allowed: BadValue.Allowed
  ) -> ConfigurationError {
    .badValue(
      BadValue(
        key: "\(hook).\(option)", value: reader.expandingHere(value.text), allowed: allowed,
        position: value.position))
  }
}
