/// Says what something is for, where the database keeps comments.
public struct Comment: OperationValue, Hashable, Codable {
  /// What it is about.
  public var object: DatabaseObject
  /// The comment; nil is none.
  public var text: String?
  /// The comment that was there, for the way back; nil is none.
  public var former: String?
  public let location: SourceLocation

  /// Comments on something: `Comment(on: .column(table: "users", "email"), "where bills go")`.
  public init(
    on object: DatabaseObject, _ text: String?, from former: String? = nil, file: String = #fileID, line: Int = #line
  ) {
    self.object = object
    self.text = text
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .comment(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .comment(Comment(on: object, former, from: text, file: file, line: line))
  }
}

/// Gives anything another name.
public struct Rename: OperationValue, Hashable, Codable {
  /// What it is about.
  public var object: DatabaseObject
  /// The name that it gets.
  public var newName: String
  public let location: SourceLocation

  /// Renames something within its schema or table: `Rename(.index("ix_a"), to: "ix_b")`.
  public init(_ object: DatabaseObject, to newName: String, file: String = #fileID, line: Int = #line) {
    self.object = object
    self.newName = newName
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .rename(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard let name = object.name, let renamed = object.renamed(to: newName) else {
      throw irreversible("Rename of \(object) does not say what it is called before and after: write the downgrade out")
    }
    return .rename(Rename(renamed, to: name, file: file, line: line))
  }
}

/// Moves something to another schema.
public struct SetSchema: OperationValue, Hashable, Codable {
  /// What it is about, where it stands before.
  public var object: DatabaseObject
  /// The schema that it stands in from now on.
  public var schema: String
  /// The schema that it stood in, for the way back.
  public var former: String?
  public let location: SourceLocation

  /// Moves something: `SetSchema(of: .table("notes"), to: "archive", from: "public")`.
  ///
  /// It can be turned round only where its schema is given, with its name or as `from`.
  public init(
    of object: DatabaseObject, to schema: String, from former: String? = nil, file: String = #fileID, line: Int = #line
  ) {
    self.object = former.flatMap { object.moved(to: $0) } ?? object
    self.schema = schema
    self.former = former ?? object.schema
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .setSchema(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard let former, let moved = object.moved(to: schema) else {
      throw irreversible("SetSchema of \(object) does not say which schema it stood in: use `from:`")
    }
    return .setSchema(SetSchema(of: moved, to: former, from: schema, file: file, line: line))
  }
}

/// Gives something another owner.
public struct SetOwner: OperationValue, Hashable, Codable {
  /// What it is about.
  public var object: DatabaseObject
  /// Who owns it from now on.
  public var owner: Role
  /// Who owned it, for the way back.
  public var former: Role?
  public let location: SourceLocation

  /// Gives something another owner: `SetOwner(of: .table("notes"), to: "app", from: "admin")`.
  public init(
    of object: DatabaseObject, to owner: Role, from former: Role? = nil, file: String = #fileID, line: Int = #line
  ) {
    self.object = object
    self.owner = owner
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .setOwner(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard let former else { throw irreversible("SetOwner of \(object) does not say who owned it: use `from:`") }
    return .setOwner(SetOwner(of: object, to: former, from: owner, file: file, line: line))
  }
}

/// Keeps a table, an index or a materialized view somewhere else.
public struct SetTablespace: OperationValue, Hashable, Codable {
  /// What it is about.
  public var object: DatabaseObject
  /// The tablespace that it is kept in from now on.
  public var tablespace: String
  /// The tablespace that it was kept in, for the way back.
  public var former: String?
  public let location: SourceLocation

  /// Keeps something somewhere else: `SetTablespace(of: .index("ix_a"), to: "fast", from: "pg_default")`.
  public init(
    of object: DatabaseObject, to tablespace: String, from former: String? = nil, file: String = #fileID,
    line: Int = #line
  ) {
    self.object = object
    self.tablespace = tablespace
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .setTablespace(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard let former else {
      throw irreversible("SetTablespace of \(object) does not say where it was kept: use `from:`")
    }
    return .setTablespace(SetTablespace(of: object, to: former, from: tablespace, file: file, line: line))
  }
}

/// Says how a table, a column, an index or a view is kept.
public struct SetStorageParameters: OperationValue, Hashable, Codable {
  /// What it is about.
  public var object: DatabaseObject
  /// The parameters that change; one without a value becomes the database's own again.
  public var parameters: StorageParameters
  /// The same parameters as they were, for the way back.
  public var former: StorageParameters?
  public let location: SourceLocation

  /// Sets parameters: `SetStorageParameters(of: .table("notes"), ["fillfactor": 70], from: ["fillfactor": 90])`.
  ///
  /// A parameter that `from` leaves out was the database's own; one that stands only there becomes so. Without `from`
  /// there is no way back.
  public init(
    of object: DatabaseObject, _ parameters: StorageParameters, from former: StorageParameters? = nil,
    file: String = #fileID, line: Int = #line
  ) {
    self.object = object
    var all = parameters
    if let former {
      let names = Set(parameters.list.map(\.name))
      for parameter in former.list where !names.contains(parameter.name) {
        all.list.append(StorageParameters.Parameter(parameter.name, nil))
      }
      self.former = StorageParameters(all.list.map { StorageParameters.Parameter($0.name, former[$0.name]) })
    }
    self.parameters = all
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .setStorageParameters(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard let former else {
      throw irreversible("SetStorageParameters of \(object) does not say what they were: use `from:`")
    }
    return .setStorageParameters(
      SetStorageParameters(of: object, former, from: parameters, file: file, line: line))
  }
}
