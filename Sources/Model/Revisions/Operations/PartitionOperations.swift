/// Makes a table a partition of another.
public struct AttachPartition: OperationValue, Hashable, Codable {
  /// The table that becomes a partition.
  public var partition: QualifiedName
  /// The table whose rows it holds from now on.
  public var parent: QualifiedName
  /// Which of them.
  public var bound: PartitionBound
  public let location: SourceLocation

  /// Attaches a partition: `AttachPartition("m_2026", to: "m", .from("2026-01-01", to: "2027-01-01"))`.
  public init(
    _ partition: QualifiedName, to parent: QualifiedName, _ bound: PartitionBound, file: String = #fileID,
    line: Int = #line
  ) {
    self.partition = partition
    self.parent = parent
    self.bound = bound
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .attachPartition(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    .detachPartition(DetachPartition(partition, from: parent, was: bound, file: file, line: line))
  }
}

/// Makes a partition a table of its own, with the rows that are in it.
public struct DetachPartition: OperationValue, Hashable, Codable {
  /// The partition.
  public var partition: QualifiedName
  /// The table that it belongs to.
  public var parent: QualifiedName
  /// Whether others may go on reading and writing meanwhile; it then runs outside a transaction.
  public var concurrently: Bool
  /// Which rows it held, for the way back.
  public var former: PartitionBound?
  public let location: SourceLocation

  /// Detaches a partition; it can be turned round only where it is said which rows it held.
  public init(
    _ partition: QualifiedName, from parent: QualifiedName, concurrently: Bool = false,
    was former: PartitionBound? = nil, file: String = #fileID, line: Int = #line
  ) {
    self.partition = partition
    self.parent = parent
    self.concurrently = concurrently
    self.former = former
    location = SourceLocation(file: file, line: line)
  }

  public var operation: Operation { .detachPartition(self) }

  public func reversed() throws(IrreversibleError) -> Operation {
    guard let former else {
      throw irreversible("DetachPartition(\"\(partition)\") does not say which rows it held: use `was:`")
    }
    return .attachPartition(AttachPartition(partition, to: parent, former, file: file, line: line))
  }
}
