package import SystemPackage

/// Why a project's configuration cannot be read or used. The cases carry facts; the tool words them.
package enum ConfigurationError: Error, Hashable, Sendable {
  /// No file at any of the places, in the order of the search.
  case notFound(searched: [FilePath])
  /// The file or a folder on the way cannot be read.
  case unreadable(FilePath, Errno)
  /// The file has more bytes than any configuration: most likely another file was named.
  case tooLarge(FilePath, limit: Int)
  /// A folder further up has a file that belongs to somebody else, who could make this user run their scripts.
  case foreignOwner(FilePath, userID: UInt32)
  /// The form of the file is broken.
  case malformed(IniProblem, FilePosition)
  /// There is no such section; `known` are those that could be named instead.
  case missingSection(String, known: [String], suggestion: String?, file: FilePath)
  /// A reference within a value cannot be replaced.
  case interpolation(InterpolationProblem, key: String, FilePosition)
  /// A setting has a value that it cannot have.
  case badValue(BadValue)
  /// `file_template` makes sub-folders, which are not searched unless `recursive_version_locations` is on.
  case templateNeedsRecursion(template: String, FilePosition)
  /// A post-write hook lacks a key that it needs.
  case missingHookOption(hook: String, option: String, FilePosition)
  /// The name of a new script leads nowhere.
  case unusableScriptName(String, ScriptNameProblem)
  /// A database URL cannot be read.
  case invalidDatabaseURL(DatabaseURLError, DatabaseURLSource)
  /// A `-x` argument without `=`, without a key, or with a NUL; the text before the `=`.
  case malformedArgument(String)
}

/// A value that its setting cannot have.
package struct BadValue: Hashable, Sendable {
  /// What a setting takes.
  package enum Allowed: Hashable, Sendable {
    case boolean
    case oneOf([String])
    case integer(ClosedRange<Int>)
    /// Seconds, with a fraction or without.
    case seconds(ClosedRange<Int>)
    /// One line of text.
    case oneLine
    /// A path without control characters that is no URL.
    case path
    /// Folders that `path_separator` separates: with a `:` among them it has to be set.
    case pathsWithSeparator
    /// `UTC`, `local`, or the name of a zone that the folder has.
    case timeZone(database: FilePath, isPresent: Bool)
    /// A zone whose file can be read.
    case readableTimeZone(FilePath)
    /// A template of a file name; the problem with this one.
    case template(FileTemplateProblem)
    /// Words, with every quote closed.
    case shellWords
  }

  package let key: String
  /// The value after interpolation, without anything that looks like a URL's content.
  package let value: String
  package let allowed: Allowed
  package let position: FilePosition

  package init(key: String, value: String, allowed: Allowed, position: FilePosition) {
    self.key = key
    self.allowed = allowed
    self.position = position
    // A line indented by mistake makes the next setting, such as a URL, a part of this one.
    let firstLine = value.prefix { $0 != "\n" }
    self.value = holdsURL(firstLine) ? "***" : String(firstLine)
  }
}

/// What is odd about a configuration, though it can be used.
package enum ConfigurationWarning: Hashable, Sendable {
  case unknownKey(String, section: String, suggestion: String?, FilePosition)
  case unknownSection(String, suggestion: String?, FilePosition)
  /// A key and its alias are both there; the second is used.
  case shadowedKey(String, by: String, section: String, FilePosition)
  /// The value stands in quotes, which an ini file takes as part of the value.
  case quotedValue(key: String, FilePosition)
  /// Two sources name different databases; the first is used.
  case databasesDiffer(used: NamedDatabaseURL, ignored: NamedDatabaseURL)
}
