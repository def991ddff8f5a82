package import Revisions

/// What keeps a script, or something that was taken for one, from being read.
package struct ScriptProblem: Error, Hashable, Sendable {
  /// The file or folder: an absolute path, or, where a commit is named, the path from the top of its tree.
  package let path: String
  /// The commit that has the file so; nil for one that stands on this machine.
  package let commit: GitObjectID?
  /// Where in the file; nil where the whole file is meant.
  package let position: ScriptPosition?
  /// What is wrong.
  package let kind: Kind

  /// Makes a problem.
  package init(path: String, position: ScriptPosition? = nil, kind: Kind, commit: GitObjectID? = nil) {
    self.path = path
    self.commit = commit
    self.position = position
    self.kind = kind
  }

  /// What can be wrong with a script.
  package enum Kind: Hashable, Sendable {
    // The file itself.
    /// A version location does not exist or is no folder.
    case folderMissing
    /// The system refused to open or read it.
    case unreadable(errno: CInt)
    /// It is a pipe, a device or the like.
    case notAFile
    /// A symbolic link leads out of the project.
    case outsideProject(target: String)
    /// The name holds a control character or is not UTF-8; the path is given with those bytes replaced.
    case unusableName
    /// The text is not UTF-8.
    case invalidUTF8
    /// The text holds a character that has no business there; a NUL would cut it off in the database's C library.
    case controlCharacter(UInt8)
    /// A merge of git's left both sides in the text.
    case conflictMarker
    /// The text changed between listing and loading.
    case changedSinceListed

    // Swift.
    /// A string that is never closed.
    case unterminatedString
    /// A comment that is never closed.
    case unterminatedComment
    /// A revision says nothing of a member that it needs.
    case memberMissing(member: String, type: String)
    /// A member is declared twice.
    case memberRepeated(member: String, type: String)
    /// A member is computed, concatenated, interpolated …: it has to be a literal.
    case memberNotALiteral(member: String, type: String)
    /// A string literal that Swift would not take, for the reason given.
    case malformedLiteral(member: String, type: String, reason: String)
    /// A type with an id, an upgrade and a downgrade that does not say `: Revision`.
    case conformanceMissing(type: String)
    /// A revision inside another type or a function, in an extension, private, generic, or under `#if`.
    case revisionOutOfReach(type: String, Obstacle)

    // SQL.
    /// No `-- revision:` line stands before the first section.
    case headerMissing
    /// A header key that does not exist, and the one that was probably meant.
    case headerKeyUnknown(key: String, suggestion: String?)
    /// A header key that stands there twice.
    case headerKeyRepeated(key: String)
    /// A header key that takes a single value has none, or several.
    case headerValueMalformed(key: String, value: String)
    /// A statement stands before the first section.
    case textBeforeSections
    /// No `-- upgrade` line.
    case upgradeMissing
    /// A section that stands there twice; the line of the first.
    case sectionRepeated(section: String, firstLine: Int)
    /// A section line that says something unknown.
    case sectionMalformed(section: String, option: String)
    /// A section that is declared irreversible and yet holds statements.
    case irreversibleHasStatements

    // Revisions among each other.
    /// An id that cannot be used, for the reason given.
    case unusableID(RevisionID, reason: String)
    /// Another script declares the same id, and is not the same byte for byte.
    case duplicateID(RevisionID, otherPath: String)
    /// A support file has the name of another support file or script: Swift compiles no two files of one name together.
    case supportFileNameTaken(otherPath: String)
  }

  /// Why the loader cannot reach a type.
  package enum Obstacle: Hashable, Sendable {
    case nested, declaredInExtension, isPrivate, isGeneric, isConditional
  }
}

/// Everything that is wrong with the scripts of a project.
package struct ScriptProblems: Error, Hashable, Sendable {
  /// The problems, in the order of the paths, at most ``limit`` of them.
  package let problems: [ScriptProblem]
  /// How many there are in all.
  package let count: Int

  /// How many problems are kept.
  package static let limit = 50

  init(_ problems: [ScriptProblem]) {
    self.problems = Array(problems.prefix(Self.limit))
    count = problems.count
  }
}
