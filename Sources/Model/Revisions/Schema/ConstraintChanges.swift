extension PrimaryKey {
  /// Says when it is checked.
  public func deferrable(_ deferrable: Deferrable) -> PrimaryKey { with { $0.deferrable = deferrable } }

  /// Keeps more columns in its index.
  public func include(_ columns: String...) -> PrimaryKey { with { $0.index.include += columns } }

  /// Makes it of a unique index that is there already.
  public func usingIndex(_ name: String) -> PrimaryKey { with { $0.index.existing = name } }

  /// Says how its index is kept.
  public func with(_ parameters: StorageParameters, tablespace: String? = nil) -> PrimaryKey {
    with { key in
      key.index.storageParameters = parameters
      key.index.tablespace = tablespace
    }
  }

  private func with(_ change: (inout PrimaryKey) -> Void) -> PrimaryKey {
    var copy = self
    change(&copy)
    return copy
  }
}

extension Unique {
  /// Says when it is checked.
  public func deferrable(_ deferrable: Deferrable) -> Unique { with { $0.deferrable = deferrable } }

  /// Lets NULL count as a value like any other.
  public func nullsNotDistinct() -> Unique { with { $0.nullsAreDistinct = false } }

  /// Keeps more columns in its index.
  public func include(_ columns: String...) -> Unique { with { $0.index.include += columns } }

  /// Makes it of a unique index that is there already.
  public func usingIndex(_ name: String) -> Unique { with { $0.index.existing = name } }

  /// Says how its index is kept.
  public func with(_ parameters: StorageParameters, tablespace: String? = nil) -> Unique {
    with { unique in
      unique.index.storageParameters = parameters
      unique.index.tablespace = tablespace
    }
  }

  private func with(_ change: (inout Unique) -> Void) -> Unique {
    var copy = self
    change(&copy)
    return copy
  }
}

extension Check {
  /// Leaves the rows that are there already unchecked, until ``ValidateConstraint``.
  public func notValid() -> Check {
    var copy = self
    copy.isValidated = false
    return copy
  }

  /// Keeps it from tables that inherit from this one.
  public func noInherit() -> Check {
    var copy = self
    copy.isInherited = false
    return copy
  }
}

extension ForeignKey {
  /// Leaves the rows that are there already unchecked, until ``ValidateConstraint``.
  public func notValid() -> ForeignKey {
    var copy = self
    copy.isValidated = false
    return copy
  }

  /// Names the columns that `.setNull` or `.setDefault` sets when a parent is deleted; the others keep their values.
  public func settingOnDelete(_ columns: String...) -> ForeignKey {
    var copy = self
    copy.onDeleteColumns = columns
    return copy
  }
}

extension Exclusion {
  /// Says when it is checked.
  public func deferrable(_ deferrable: Deferrable) -> Exclusion { with { $0.deferrable = deferrable } }

  /// Keeps more columns in its index.
  public func include(_ columns: String...) -> Exclusion { with { $0.index.include += columns } }

  /// Says how its index is kept.
  public func with(_ parameters: StorageParameters, tablespace: String? = nil) -> Exclusion {
    with { exclusion in
      exclusion.index.storageParameters = parameters
      exclusion.index.tablespace = tablespace
    }
  }

  private func with(_ change: (inout Exclusion) -> Void) -> Exclusion {
    var copy = self
    change(&copy)
    return copy
  }
}
