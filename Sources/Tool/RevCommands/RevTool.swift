internal import ArgumentParser
internal import Glibc
internal import ProjectConfiguration

/// The `rev` program: its commands, and what it ends with.
public enum RevTool {
  /// Runs a command line, without the program's own name, and ends the process: with 0 where it is done, 1 where it
  /// failed or a check found something, 64 where the command line itself is wrong.
  public static func main(_ words: [String]) async -> Never {
    MemoryPool.share()
    // A task that a signal can cancel.
    let work = Task { await status(of: words) }
    Interruption.cancelling { work.cancel() }
    exit(await work.value)
  }

  /// Runs a command line, and says what the process ends with.
  private static func status(of words: [String]) async -> Int32 {
    if let report = unknownTopic(words) {
      Terminal(color: .auto, isQuiet: false).report(report)
      return report.status.rawValue
    }
    do {
      var command = try Root.parseAsRoot(ArgumentPreparation.prepared(words, commands: commandNames))
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      return EXIT_SUCCESS
    } catch {
      return status(endingWith: error, of: words)
    }
  }

  private static let commandNames: Set<String> = Set(
    Root.configuration.subcommands.flatMap { command in
      [command.configuration.commandName].compactMap { $0 } + command.configuration.aliases
    } + ["help"])

  /// Says what went wrong, where anything did, and what the process ends with.
  private static func status(endingWith error: any Error, of words: [String]) -> Int32 {
    // A check that found something has said all there is to say.
    if let code = error as? ExitCode { return code.rawValue }
    let asJSON = words.contains("--json")
    if let failure = error as? CommandFailure {
      failure.terminal.report(failure.report)
      if asJSON { try? failure.terminal.writeJSON(ErrorDocument(failure.report)) }
      return failure.report.status.rawValue
    }

    let terminal = Terminal(color: .auto, isQuiet: false)
    if Root.exitCode(for: error).isSuccess {
      try? terminal.writeLine(Root.fullMessage(for: error))
      return EXIT_SUCCESS
    }
    let report = misspelling(words) ?? usageReport(error)
    terminal.report(report)
    if asJSON { try? terminal.writeJSON(ErrorDocument(report)) }
    return report.status.rawValue
  }

  /// A word in the command's place that is none, with the command that it looks like.
  private static func misspelling(_ words: [String]) -> Report? {
    guard let word = ArgumentPreparation.parts(of: words).rest.first, word != "--", !commandNames.contains(word)
    else { return nil }
    return noCommand(word)
  }

  /// What help is asked for and there is none of.
  private static func unknownTopic(_ words: [String]) -> Report? {
    guard words.first == "help", words.count > 1, !words[1].hasPrefix("-"), !commandNames.contains(words[1])
    else { return nil }
    return noCommand(words[1])
  }

  private static func noCommand(_ word: String) -> Report {
    let nearest = nearestName(to: word, among: commandNames.sorted())
    return Report(
      .usage, "there is no command '\(word)'",
      hints: didYouMean(nearest.map { [$0] } ?? []) + ["rev --help lists the commands"])
  }

  /// What the argument parser says of a command line.
  private static func usageReport(_ error: any Error) -> Report {
    var lines = Root.fullMessage(for: error).split(separator: "\n").map(String.init)
    var message = lines.isEmpty ? "the command line is wrong" : lines.removeFirst()
    if message.hasPrefix("Error: ") { message = String(message.dropFirst("Error: ".count)) }
    let hints = lines.map { line in
      // What every command takes says nothing here.
      let global = line.firstRange(of: " [--config <file>]")
      return global.map { line[..<$0.lowerBound] + " [<options>]" } ?? line.trimmed()
    }
    return Report(.usage, message, hints: hints.filter { !$0.isEmpty })
  }

  /// The command that all others stand below.
  struct Root: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rev",
      abstract: "Migrates databases along a graph of revisions.",
      discussion: """
        A revision is named by its id or the first characters of it, a branch label, head, heads or base; +N and -N \
        count steps, and BRANCH@ keeps to a branch: rev upgrade head, rev downgrade -1, rev upgrade billing@+1.

        Every command takes, before or after its name: -c FILE (the configuration), -n SECTION, -x KEY=VALUE, \
        --database-url URL, --default-schema SCHEMA, --json, -q, -v and --color WHEN.
        """,
      version: version,
      subcommands: [
        Init.self, Create.self, Merge.self, Rebase.self, Upgrade.self, Downgrade.self, Switch.self, Stamp.self,
        Verify.self,
        Plan.self,
        Current.self,
        Heads.self, Branches.self, History.self, Show.self, Edit.self, Bundle.self, Check.self, Diff.self,
        SchemaCommand.self,
      ])
  }

  /// The version of the tool.
  static let version = "0.1.0"
}

/// An error in words, with the terminal that the command was told to use.
struct CommandFailure: Error {
  let report: Report
  let terminal: Terminal
}

extension String {
  fileprivate func trimmed() -> String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
