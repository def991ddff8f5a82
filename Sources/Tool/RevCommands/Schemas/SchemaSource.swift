internal import Autogenerate
internal import Dialects
internal import ProjectConfiguration
internal import Revisions
internal import ScriptRepository
internal import SystemPackage

/// Where a schema comes from.
enum SchemaSource: Equatable {
  /// A database: that of the configuration where no URL names another.
  case database(url: String?)
  /// The declared schema of the configuration.
  case declared
  /// Swift that declares a schema: a file, or a folder of them.
  case swift(FilePath)
  /// SQL that makes a schema.
  case sql(FilePath)
  /// What the graph leads to at a revision.
  case revision(RevisionArgument)

  /// Reads what a person names a source by; a relative path starts from `folder`.
  ///
  /// `database` and `schema` are those of the configuration, what has `://` in it is a URL, what ends with `.swift`, `.sql` or
  /// `/` a path, and anything else a revision.
  init(_ text: String, relativeTo folder: FilePath) {
    switch text {
    case "database": self = .database(url: nil)
    case "schema": self = .declared
    case _ where text.contains("://"): self = .database(url: text)
    case _ where text.hasSuffix(".sql"): self = .sql(folder.pushing(FilePath(text)))
    case _ where text.hasSuffix(".swift") || text.hasSuffix("/"): self = .swift(folder.pushing(FilePath(text)))
    default: self = .revision(RevisionArgument(text))
    }
  }
}

extension SchemaSource {
  /// How a schema can be named.
  static let forms =
    "a schema is named by: database, schema (the declared one), a URL, a file that ends with .swift or .sql, a folder of Swift files that ends with /, or a revision"

  /// An error about a name that was read as a revision, where it is a path that does not end as one of a schema does.
  static func explaining(_ report: Report, of text: String, in folder: FilePath) -> Report {
    let codes = [Report.Code.unknownRevision, .invalidRevision, .usage]
    guard codes.contains(where: { $0.rawValue == report.code }) else { return report }
    let path = folder.pushing(FilePath(text)).string
    let isFolder = ProjectFile.exists(path + "/")
    guard isFolder || ProjectFile.exists(path) || ["/", "./", "../"].contains(where: text.hasPrefix) else {
      return report
    }
    var report = report
    report.message = visible("'\(text)' names no schema\(isFolder ? ": a folder ends with /" : "")")
    report.hints = (isFolder ? [visible("\(text)/ takes the Swift files of the folder")] : []) + [forms]
    return report
  }
}

/// A schema that was read, in canonical form.
struct SchemaReading {
  var schema: Schema
  /// What is there and cannot be expressed.
  var unsupported: [String] = []
  /// The statements that make it to the letter, with what cannot be expressed, where a database keeps them.
  var originals: [Original] = []
  /// The indexes that are there and not used.
  var invalidIndexes: Set<QualifiedName> = []
  /// What it is called in a sentence.
  var title: String
  /// What roles were forbidden in a database, where it was asked.
  var revoked: [Revoke] = []
  /// To whom things in a database belong that are not the reader's, where it was asked.
  var owners: [SetOwner] = []
  /// The schema as it was declared; nil where a database said it.
  var declared: Schema?
  /// What was declared as the database words it, where it was asked.
  var readBack: Schema?
  /// The database that is not there yet, and counts as empty.
  var missing: DatabaseURL?
  /// Which schemas of a database were read; nil where all were.
  var schemasRead: SchemasRead?
  /// The schemas of a database that were not read, as far as anything is in them.
  var schemasLeftOut: [String] = []
  /// Foreign keys that it declares and that hardly work, with where it is declared.
  var doubtfulKeys: (problems: [SchemaProblems.Problem], path: FilePath)?
  /// What the schema follows from, by which it is known again.
  var identity: [String] = []
}

/// Which schemas of a database were read.
struct SchemasRead {
  /// Their names; nil is the default one alone.
  var names: [String]?
  /// The default one, as far as the database has any.
  var home: String?
}

extension Session {
  /// Reads what a person names a schema by on the command line.
  func schemaSource(_ text: String) throws -> SchemaSource {
    SchemaSource(text, relativeTo: try context().currentDirectory)
  }
}
