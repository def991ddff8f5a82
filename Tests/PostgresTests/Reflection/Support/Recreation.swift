import Dialects
import PostgresDriver
import PostgresTesting
import Revisions

@testable import PostgresDialect

extension TestDatabase {
  /// Reads what stands in this database.
  func reflection(_ scope: ReflectionScope = ReflectionScope(.all)) async throws -> Reflection {
    let connection = try await PostgresConnection.open(parameters)
    let reflection = try await PostgresDialect().reflect(scope, from: connection)
    await connection.close()
    return reflection
  }

  /// Makes all that a schema consists of. What fails because something else is not there yet is tried again after the rest.
  func create(_ schema: Schema) async throws {
    let connection = try await PostgresConnection.open(parameters)
    try await connection.run("SET check_function_bodies = off")
    try await connection.run("SET client_min_messages = error")
    var pending = schema.creation
    while !pending.isEmpty {
      var failed: [Revisions.Operation] = []
      var failures: [any Error] = []
      for operation in pending {
        do {
          try await connection.run("BEGIN")
          for statement in try await PostgresDialect().statements(for: operation, reading: nil) {
            try await connection.run(statement.text)
          }
          try await connection.run("COMMIT")
        } catch {
          try await connection.run("ROLLBACK")
          failed.append(operation)
          failures.append(error)
        }
      }
      guard failed.count < pending.count else {
        throw CreationFailure(messages: failures.map { "\(($0 as? DatabaseError)?.statement ?? "")\n\($0)" })
      }
      pending = failed
    }
    await connection.close()
  }
}

struct CreationFailure: Error, CustomStringConvertible {
  let messages: [String]
  var description: String { messages.joined(separator: "\n\n") }
}

extension Schema {
  /// The operations that make all of it, in an order that mostly works at once.
  var creation: [Revisions.Operation] {
    var operations: [Revisions.Operation] = namespaces.map { CreateSchema($0.name).operation }
    operations += namespaces.compactMap { space in
      space.comment.map { Comment(on: .schema(space.name), $0).operation }
    }
    operations += extensions.map { CreateExtension($0).operation }
    operations += enums.map { CreateEnum($0).operation }
    operations += domains.map { CreateDomain($0).operation }
    operations += compositeTypes.map { CreateCompositeType($0).operation }
    operations += sequences.map { sequence in
      var free = sequence
      free.owner = nil
      return CreateSequence(free).operation
    }
    operations += others.filter { $0.kind != "RULE" && $0.kind != "EVENT TRIGGER" }.map { SQL($0.creation).operation }
    operations += routines.map { CreateRoutine($0).operation }
    var later: [Revisions.Operation] = []
    var last: [Revisions.Operation] = []
    for table in tables.filter({ $0.options.partition == nil }) + tables.filter({ $0.options.partition != nil }) {
      let (plain, settings) = table.withoutReferences
      operations.append(CreateTable(plain).operation)
      later += settings.filter { if case .addConstraint = $0 { true } else { false } }
      last += settings.filter { if case .addConstraint = $0 { false } else { true } }
    }
    operations += sequences.compactMap { sequence in
      sequence.owner.map { AlterSequence(sequence.name, .ownedBy($0, from: nil)).operation }
    }
    operations += indexes.filter { $0.parent == nil }.map { CreateIndex($0).operation }
    operations += indexes.filter { $0.parent != nil }.map { CreateIndex($0).operation }
    operations += later + last
    operations += views.map { CreateView($0).operation }
    operations += materializedViews.map { CreateMaterializedView($0).operation }
    operations += triggers.map { CreateTrigger($0).operation }
    operations += policies.map { CreatePolicy($0).operation }
    operations += others.filter { $0.kind == "RULE" || $0.kind == "EVENT TRIGGER" }.map { SQL($0.creation).operation }
    operations += comments.map(\.operation)
    operations += grants.map(\.operation)
    return operations
  }
}

extension Table {
  /// The table without what needs other tables or its indexes, and the operations that add that.
  fileprivate var withoutReferences: (Table, [Revisions.Operation]) {
    var table = self
    var operations: [Revisions.Operation] = []
    table.constraints.removeAll { constraint in
      guard case .foreignKey = constraint else { return false }
      operations.append(AddConstraint(constraint, to: name).operation)
      return true
    }
    if case .index = options.replicaIdentity {
      table.options.replicaIdentity = .primaryKey
      operations.append(AlterTable(name, .replicaIdentity(options.replicaIdentity, from: .primaryKey)).operation)
    }
    if let index = options.clusteredIndex {
      table.options.clusteredIndex = nil
      operations.append(AlterTable(name, .clusteredIndex(index, from: nil)).operation)
    }
    return (table, operations)
  }
}
