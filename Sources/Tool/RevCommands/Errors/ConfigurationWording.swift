internal import ProjectConfiguration
internal import SystemPackage

extension ConfigurationError: Reportable {
  var report: Report {
    switch self {
    case .notFound(let searched):
      let names = searched.map { Session.displayed($0.string) }
      return Report(
        .configuration,
        names.count == 1 ? "there is no \(names[0])" : "there is no migrate.ini here or in a folder above",
        hints: ["rev init sets a project up here; -c FILE names another configuration"])
    case .unreadable(let file, let reason):
      return Report(.configuration, "\(Session.displayed(file.string)) cannot be read: \(reason)")
    case .tooLarge(let file, let limit):
      return Report(
        .configuration, "\(Session.displayed(file.string)) is no configuration: it has more than \(limit) bytes")
    case .foreignOwner(let file, let user):
      return Report(
        .configuration, "\(file) belongs to another user (\(user)), and names the code that rev would run",
        hints: ["-c \(file) uses it all the same"])
    case .malformed(let problem, let position):
      return Report(.configuration, "\(position.words): \(problem.words)")
    case .missingSection(let name, let known, let suggestion, let file):
      var hints = didYouMean(suggestion.map { [$0] } ?? [])
      if !known.isEmpty { hints.append("the sections of the file: \(known.joined(separator: ", "))") }
      return Report(.configuration, "\(Session.displayed(file.string)) has no section [\(name)]", hints: hints)
    case .interpolation(let problem, let key, let position):
      return Report(.configuration, "\(position.words): \(key): \(problem.words)", hints: problem.hints)
    case .badValue(let value):
      return Report(
        .configuration, "\(value.position.words): \(value.key) cannot be '\(value.value)'", hints: [value.allowed.words]
      )
    case .templateNeedsRecursion(let template, let position):
      return Report(
        .configuration, "\(position.words): file_template '\(template)' makes folders, and those are not searched",
        hints: ["set recursive_version_locations = true"])
    case .missingHookOption(let hook, let option, let position):
      return Report(
        .configuration, "\(position.words): the hook '\(hook)' lacks \(hook).\(option)",
        hints: ["a hook has \(hook).type = exec and \(hook).executable = PROGRAM"])
    case .unusableScriptName(let name, let problem):
      return Report(
        .configuration, "a script cannot be called '\(name)': \(problem.words)",
        hints: ["file_template says how scripts are named"])
    case .invalidDatabaseURL(let error, let source):
      return Report(
        .configuration,
        "the database URL \(source.words)\(error.redacted == "***" ? "" : ", \(error.redacted),") cannot be read: \(error.reason.words)",
        hints: error.reason.hints)
    case .malformedArgument(let text):
      return Report(
        .usage, text.isEmpty ? "-x takes KEY=VALUE, and the key is missing" : "-x takes KEY=VALUE, not '\(text)'")
    }
  }
}

extension ConfigurationWarning {
  /// What is odd, in words.
  var words: String {
    switch self {
    case .unknownKey(let key, let section, _, let position):
      "\(position.words): '\(key)' in [\(section)] is no key that rev knows"
    case .unknownSection(let name, _, let position): "\(position.words): [\(name)] is no section that rev knows"
    case .shadowedKey(let key, let by, let section, let position):
      "\(position.words): '\(key)' in [\(section)] is passed over, since '\(by)' stands there too"
    case .quotedValue(let key, let position): "\(position.words): the quotes are part of the value of '\(key)'"
    case .databasesDiffer(let used, let ignored):
      "two databases are named: \(used.url) \(used.source.words) is used, and \(ignored.url) \(ignored.source.words) is not"
    }
  }

  /// What was probably meant.
  var hint: String? {
    switch self {
    case .unknownKey(_, _, let suggestion, _), .unknownSection(_, let suggestion, _):
      suggestion.map { "did you mean '\($0)'?" }
    case .quotedValue: "leave them out"
    case .shadowedKey, .databasesDiffer: nil
    }
  }
}

extension FilePosition {
  /// `migrate.ini:3`.
  var words: String { "\(Session.displayed(file.string)):\(line)" }
}

extension DatabaseURLSource {
  /// Where a URL was given, in words.
  var words: String {
    switch self {
    case .option: "of --database-url"
    case .environment(let variable): "of the environment's \(variable)"
    case .file(_, let key, let position): "of \(key) at \(position.words)"
    }
  }
}

extension IniProblem {
  fileprivate var words: String {
    switch self {
    case .notUTF8: "the text is not UTF-8"
    case .controlCharacter: "the line has a control character in it: is this a configuration file?"
    case .notAnEntry: "the line is neither a [section], nor key = value, nor a # comment"
    case .emptyKey: "the line has a value and no key"
    case .brokenSectionHeader: "a section's name stands between [ and ], and nothing else on the line"
    case .entryBeforeSection: "a key stands before the first [section]"
    case .duplicateSection(let name, let line): "[\(name)] stands there twice; the first is on line \(line)"
    case .duplicateKey(let key, let section, let line):
      "'\(key)' stands in [\(section)] twice; the first is on line \(line)"
    }
  }
}

extension InterpolationProblem {
  fileprivate var words: String {
    switch self {
    case .unterminated: "a reference that begins with %( does not end with )s"
    case .unknownName(let name, _): "%(\(name))s refers to a key that is not there"
    case .missingArgument(let key, _): "%(x:\(key))s needs -x \(key)=VALUE"
    case .cycle(let keys): "the keys refer to each other: \(keys.joined(separator: " -> "))"
    case .tooMuch: "the references lead to more text than any value has"
    }
  }

  fileprivate var hints: [String] {
    switch self {
    case .unterminated: ["write %%( for the text itself"]
    case .unknownName(let name, let suggestion):
      didYouMean(suggestion.map { [$0] } ?? []) + ["%%(\(name))s is the text itself"]
    case .missingArgument(let key, let given):
      given.isEmpty ? ["rev … -x \(key)=VALUE"] : ["these were given: \(given.joined(separator: ", "))"]
    case .cycle, .tooMuch: []
    }
  }
}

extension BadValue.Allowed {
  fileprivate var words: String {
    switch self {
    case .boolean: "it is true or false"
    case .oneOf(let names): "it is one of \(names.joined(separator: ", "))"
    case .integer(let range): "it is a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .seconds(let range): "it is a number of seconds from \(range.lowerBound) to \(range.upperBound)"
    case .oneLine: "it is one line of text"
    case .path: "it is a path"
    case .pathsWithSeparator:
      "with a ':' in it, path_separator says what stands between the folders: os, space, newline, : or ;"
    case .timeZone(let database, let isPresent):
      isPresent
        ? "it is UTC, local, or the name of a zone in \(database), such as Europe/Berlin"
        : "it is UTC or local: this machine has no zones in \(database)"
    case .readableTimeZone(let file): "the zone's file \(file) cannot be read"
    case .template(let problem): problem.words
    case .shellWords: "a quote in it does not end"
    }
  }
}

extension FileTemplateProblem {
  fileprivate var words: String {
    switch self {
    case .unknownToken(let name, let suggestion):
      "%%(\(name)) is no part of a file's name" + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    case .badFormat(let token): "%%(\(token)) lacks its format, s or d"
    case .unterminatedToken: "a part that begins with %%( ends with )s or )d"
    case .widthTooLarge(let width): "no file name is \(width) characters wide"
    }
  }
}

extension ScriptNameProblem {
  fileprivate var words: String {
    switch self {
    case .leavesFolder: "it leads out of its folder"
    case .hidden: "it begins with a dot, and such files are not searched"
    case .controlCharacter: "it holds a control character"
    case .tooLong(let limit): "it has more than \(limit) bytes"
    }
  }
}

extension DatabaseURLError.Reason {
  fileprivate var words: String {
    switch self {
    case .empty: "it is empty"
    case .quoted: "it stands in quotes"
    case .missingScheme: "it does not begin with a kind of database and ://"
    case .controlCharacter: "it holds a control character"
    case .notUTF8: "what a % stands for is not UTF-8"
    case .unescapedCharacter: "a character in it has to be written as % and two digits"
    case .invalidPort: "a port is a number from 1 to 65535"
    case .invalidBrackets: "a [ has no ] that fits it"
    case .portsDoNotMatchHosts: "it has neither as many ports as hosts, nor one"
    case .sqliteWithHost: "a SQLite database has no host"
    case .sqliteFileURI: "SQLite's own file: form is not used here"
    case .sqliteParameter(let name): "a SQLite URL takes no parameters, and '\(name)' is one"
    }
  }

  fileprivate var hints: [String] {
    switch self {
    case .missingScheme, .sqliteWithHost, .sqliteFileURI, .empty:
      ["sqlite:///dev.db is the file dev.db; or sqlite:////absolute/path.db, sqlite://:memory:, postgresql://host/name"]
    case .unescapedCharacter: ["in a password, @ is %40, / is %2F and : is %3A"]
    case .quoted: ["leave the quotes out"]
    case .sqliteParameter: ["migrate.ini has sqlite_busy_timeout and sqlite_foreign_keys"]
    default: []
    }
  }
}
