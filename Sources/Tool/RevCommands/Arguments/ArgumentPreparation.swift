/// Brings the words of a command line into the order and form that the argument parser takes.
///
/// Two habits of Alembic's users do not fit it: options before the command (`rev -c other.ini upgrade head`), and
/// relative revisions, which look like options (`rev downgrade -1`).
enum ArgumentPreparation {
  /// Stands before a relative revision, so that it is not taken for an option. No argument of a process can hold it.
  static let relativeMark: Character = "\u{0}"

  /// The words, with global options behind the command and relative revisions marked.
  static func prepared(_ words: [String], commands: Set<String>) -> [String] {
    markingRelativeRevisions(movingGlobalOptions(words, commands: commands))
  }

  /// Takes the mark off a word.
  static func unmarked(_ word: String) -> String {
    word.first == relativeMark ? String(word.dropFirst()) : word
  }

  private static let takeValue: Set<String> = [
    "-c", "--config", "-n", "--name", "-x", "--database-url", "--default-schema", "--color",
  ]

  private static func movingGlobalOptions(_ words: [String], commands: Set<String>) -> [String] {
    let (front, rest) = parts(of: words)
    guard let command = rest.first, commands.contains(command) else { return words }
    return [command] + front + rest.dropFirst()
  }

  /// The options that stand before the command, with their values, and the rest, which the command begins.
  static func parts(of words: [String]) -> (front: [String], rest: ArraySlice<String>) {
    var front: [String] = []
    var rest = words[...]
    while let word = rest.first, word.hasPrefix("-"), word != "--" {
      front.append(word)
      rest = rest.dropFirst()
      if takeValue.contains(word), let value = rest.first {
        front.append(value)
        rest = rest.dropFirst()
      }
    }
    return (front, rest)
  }

  private static func markingRelativeRevisions(_ words: [String]) -> [String] {
    var onlyArguments = false
    var previous = ""
    return words.map { word in
      defer { previous = word }
      if word == "--" { onlyArguments = true }
      if onlyArguments || takeOtherValue.contains(previous) { return word }
      let characters = word.utf8
      let isRelative =
        characters.first == UInt8(ascii: "-")
        && characters.dropFirst().first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } == true
      return isRelative ? String(relativeMark) + word : word
    }
  }

  /// Options whose value is no revision, though it may look like a relative one.
  private static let takeOtherValue = takeValue.union([
    "-m", "--message", "--tag", "--branch-label", "--rev-id", "--version-path", "--format", "--dialect", "--wait",
  ])
}
