/// Creates an extension.
public struct CreateExtension: OperationValue, Hashable, Codable {
  /// The extension to create.
  public var `extension`: Extension
  /// Whether nothing is done where it is there already.
  public var ifNotExists: Bool
  /// Whether the extensions that it needs are created too.
  public var cascade: Bool
  public let location: SourceLocation

  /// Creates an extension: `CreateExtension("pg_trgm")`.
  public init(
    _ name: String, schema: String? = nil, version: String? = nil, ifNotExists: Bool = false, cascade: Bool = false,
    file: String = #fileID, line: Int = #line
  ) {
    self.init(
      Extension(name, schema: schema, version: version), ifNotExists: ifNotExists, cascade: cascade, file: file,
      line: line)
  }

  /// Creates an extension as a value has it.
  public init(
    _ extension: Extension, ifNotExists: Bool = false, cascade: Bool = false, file: String = #fileID,
    line: Int = #line
  ) {
    self.extension = `extension`
    self.ifNotExists = ifNotExists
    self.cascade = cascade
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .createExtension(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard !cascade else {
      throw irreversible(
        "CreateExtension(\"\(`extension`.name)\", cascade: true) may create others: create them by operations of their own"
      )
    }
    return .dropExtension(DropExtension(was: `extension`, ifExists: ifNotExists, file: file, line: line))
  }
}

/// Drops an extension.
public struct DropExtension: OperationValue, Hashable, Codable {
  /// The name.
  public var name: String
  /// Whether nothing is done where it is not there.
  public var ifExists: Bool
  /// Whether what depends on it, such as columns of its types, is dropped too.
  public var cascade: Bool
  /// The extension as it was, for the way back.
  public var former: Extension?
  public let location: SourceLocation

  /// Drops an extension; it can be turned round only where it is said what it was.
  public init(
    _ name: String, ifExists: Bool = false, cascade: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    self.name = name
    self.ifExists = ifExists
    self.cascade = cascade
    former = nil
    location = SourceLocation(file: file, line: line)
  }

  /// Drops an extension known as a value: `DropExtension(was: Extension("pg_trgm"))`.
  public init(was former: Extension, ifExists: Bool = false, file: String = #fileID, line: Int = #line) {
    name = former.name
    self.ifExists = ifExists
    cascade = false
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropExtension(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    try refuseCascade(cascade)
    guard let former else { throw irreversible("DropExtension(\"\(name)\") does not say what it was: use `was:`") }
    return .createExtension(CreateExtension(former, ifNotExists: ifExists, file: file, line: line))
  }
}

/// Brings an extension to another version.
public struct UpdateExtension: OperationValue, Hashable, Codable {
  /// The name.
  public var name: String
  /// The version; nil is the one that the server has for new databases.
  public var version: String?
  /// The version that it had, for the way back.
  public var former: String?
  public let location: SourceLocation

  /// Updates an extension: `UpdateExtension("postgis", to: "3.4", from: "3.3")`.
  ///
  /// It can be turned round only where both versions are given, and the extension itself knows the way.
  public init(
    _ name: String, to version: String? = nil, from former: String? = nil, file: String = #fileID, line: Int = #line
  ) {
    self.name = name
    self.version = version
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .updateExtension(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard let former else {
      throw irreversible("UpdateExtension(\"\(name)\") does not say which version it had: use `from:`")
    }
    guard version != nil else {
      throw irreversible("UpdateExtension(\"\(name)\") does not say which version it gets: use `to:`")
    }
    return .updateExtension(UpdateExtension(name, to: former, from: version, file: file, line: line))
  }
}
