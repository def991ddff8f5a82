/// Creates a function or a procedure as a value has it; ``CreateFunction`` and ``CreateProcedure`` read better in a script.
public struct CreateRoutine: OperationValue, Hashable, Codable {
  /// The routine to create.
  public var routine: Routine
  /// Whether it takes the place of one that is there.
  public var orReplace: Bool
  /// The routine whose place it takes, for the way back.
  public var former: Routine?
  public let location: SourceLocation

  /// Creates a routine; one that takes the place of another can be turned round only where `was` says what that was.
  public init(
    _ routine: Routine, orReplace: Bool = false, was former: Routine? = nil, file: String = #fileID, line: Int = #line
  ) {
    self.routine = routine
    self.orReplace = orReplace
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .createRoutine(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard orReplace else { return .dropRoutine(DropRoutine(was: routine, file: file, line: line)) }
    guard let former else {
      throw irreversible(
        "the \(routine.kind.rawValue.lowercased()) \(routine.name) does not say what it replaces: use `was:`")
    }
    return .createRoutine(CreateRoutine(former, orReplace: true, was: routine, file: file, line: line))
  }
}

/// Drops a function or a procedure; ``DropFunction`` and ``DropProcedure`` read better in a script.
public struct DropRoutine: OperationValue, Hashable, Codable {
  /// What it is.
  public var kind: Routine.Kind
  /// The name.
  public var name: QualifiedName
  /// The arguments' types, one by one; nil where there is only one routine of that name.
  public var signature: [String]?
  /// Whether nothing is done where it is not there.
  public var ifExists: Bool
  /// Whether what depends on it is dropped too.
  public var cascade: Bool
  /// The routine as it was, for the way back.
  public var former: Routine?
  public let location: SourceLocation

  /// Drops a routine; it can be turned round only where it is said what it was.
  public init(
    _ kind: Routine.Kind, _ name: QualifiedName, signature: [String]?, ifExists: Bool = false, cascade: Bool = false,
    file: String = #fileID, line: Int = #line
  ) {
    self.kind = kind
    self.name = name
    self.signature = signature
    self.ifExists = ifExists
    self.cascade = cascade
    former = nil
    location = SourceLocation(file: file, line: line)
  }

  /// Drops a routine known as a value, so that the way back can create it again.
  public init(was former: Routine, ifExists: Bool = false, file: String = #fileID, line: Int = #line) {
    kind = former.kind
    name = former.name
    signature = former.signature
    self.ifExists = ifExists
    cascade = false
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .dropRoutine(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    try refuseCascade(cascade)
    guard let former else {
      throw irreversible("dropping the \(kind.rawValue.lowercased()) \(name) does not say what it was: use `was:`")
    }
    return .createRoutine(CreateRoutine(former, file: file, line: line))
  }
}

/// Creates a function.
public struct CreateFunction: OperationConvertible, Hashable {
  /// What it comes to.
  public var routine: CreateRoutine

  /// Creates a function: `CreateFunction("twice", arguments: "a integer", returns: "integer", language: "sql", body: "SELECT a * 2")`.
  ///
  /// For more, such as its cost, give ``CreateRoutine`` a ``Routine``.
  public init(
    _ name: QualifiedName, arguments: String = "", returns: String? = nil, language: String,
    _ volatility: Routine.Volatility = .volatile, strict: Bool = false, securityDefiner: Bool = false,
    parallel: Routine.Parallel = .unsafe, settings: [Routine.Setting] = [], orReplace: Bool = false,
    was former: Routine? = nil, file: String = #fileID, line: Int = #line, body: Routine.Body
  ) {
    var routine = Routine(.function, name, arguments: arguments, returns: returns, language: language, body: body)
    routine.volatility = volatility
    routine.isStrict = strict
    routine.isSecurityDefiner = securityDefiner
    routine.parallel = parallel
    routine.settings = settings
    self.routine = CreateRoutine(routine, orReplace: orReplace, was: former, file: file, line: line)
  }

  public var operations: Operations { routine.operations }
}

/// Creates a procedure.
public struct CreateProcedure: OperationConvertible, Hashable {
  /// What it comes to.
  public var routine: CreateRoutine

  /// Creates a procedure: `CreateProcedure("purge", language: "sql", body: "DELETE FROM sessions WHERE expired")`.
  public init(
    _ name: QualifiedName, arguments: String = "", language: String, securityDefiner: Bool = false,
    settings: [Routine.Setting] = [], orReplace: Bool = false, was former: Routine? = nil, file: String = #fileID,
    line: Int = #line, body: Routine.Body
  ) {
    var routine = Routine(.procedure, name, arguments: arguments, language: language, body: body)
    routine.isSecurityDefiner = securityDefiner
    routine.settings = settings
    self.routine = CreateRoutine(routine, orReplace: orReplace, was: former, file: file, line: line)
  }

  public var operations: Operations { routine.operations }
}

/// Drops a function.
public struct DropFunction: OperationConvertible, Hashable {
  /// What it comes to.
  public var routine: DropRoutine

  /// Drops a function; without `arguments` there must be only one of that name.
  public init(
    _ name: QualifiedName, arguments: String? = nil, ifExists: Bool = false, cascade: Bool = false,
    file: String = #fileID, line: Int = #line
  ) {
    routine = DropRoutine(
      .function, name, signature: arguments.map { ArgumentList.signature(of: $0) }, ifExists: ifExists,
      cascade: cascade, file: file, line: line)
  }

  public var operations: Operations { routine.operations }
}

/// Drops a procedure.
public struct DropProcedure: OperationConvertible, Hashable {
  /// What it comes to.
  public var routine: DropRoutine

  /// Drops a procedure; without `arguments` there must be only one of that name.
  public init(
    _ name: QualifiedName, arguments: String? = nil, ifExists: Bool = false, cascade: Bool = false,
    file: String = #fileID, line: Int = #line
  ) {
    routine = DropRoutine(
      .procedure, name, signature: arguments.map { ArgumentList.signature(of: $0) }, ifExists: ifExists,
      cascade: cascade, file: file, line: line)
  }

  public var operations: Operations { routine.operations }
}
