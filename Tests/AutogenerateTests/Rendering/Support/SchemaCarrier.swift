import Revisions

/// Brings a schema that a script declares into the process that loads the script, as operations.
enum SchemaCarrier {
  /// What follows the declaration of `schema` in the script.
  static let script = """

    struct Carrier: Revision {
      static let id: RevisionID = "r10000"
      static let parents: [RevisionID] = []

      var upgrade: Operations {
        var steps: [Operation] = []
        for namespace in schema.namespaces {
          steps.append(.comment(Comment(on: .schema(namespace.name), namespace.comment, from: "namespace")))
        }
        for value in schema.extensions { steps.append(.createExtension(CreateExtension(value))) }
        for value in schema.enums { steps.append(.createEnum(CreateEnum(value))) }
        for value in schema.domains { steps.append(.createDomain(CreateDomain(value))) }
        for value in schema.compositeTypes { steps.append(.createCompositeType(CreateCompositeType(value))) }
        for value in schema.sequences { steps.append(.createSequence(CreateSequence(value))) }
        for value in schema.tables { steps.append(.createTable(CreateTable(value))) }
        for value in schema.indexes { steps.append(.createIndex(CreateIndex(value))) }
        for value in schema.views { steps.append(.createView(CreateView(value))) }
        for value in schema.materializedViews { steps.append(.createMaterializedView(CreateMaterializedView(value))) }
        for value in schema.routines { steps.append(.createRoutine(CreateRoutine(value))) }
        for value in schema.triggers { steps.append(.createTrigger(CreateTrigger(value))) }
        for value in schema.policies { steps.append(.createPolicy(CreatePolicy(value))) }
        for value in schema.grants { steps.append(.grant(value)) }
        for value in schema.comments { steps.append(.comment(value)) }
        for object in schema.others {
          steps.append(.rename(Rename(.other(object.kind, .raw(object.address)), to: "")))
          steps.append(.sql(SQL(object.creation, reverse: object.removal)))
        }
        return Operations(steps)
      }

      var downgrade: Operations { .irreversible("never") }
    }

    """

  /// The schema that such operations stand for.
  static func schema(from operations: [Revisions.Operation]) -> Schema {
    var schema = Schema()
    var address = ("", "")
    for operation in operations {
      switch operation {
      case .createTable(let operation): schema.tables.append(operation.table)
      case .createIndex(let operation): schema.indexes.append(operation.index)
      case .createView(let operation): schema.views.append(operation.view)
      case .createMaterializedView(let operation): schema.materializedViews.append(operation.view)
      case .createTrigger(let operation): schema.triggers.append(operation.trigger)
      case .createRoutine(let operation): schema.routines.append(operation.routine)
      case .createEnum(let operation): schema.enums.append(operation.type)
      case .createDomain(let operation): schema.domains.append(operation.domain)
      case .createCompositeType(let operation): schema.compositeTypes.append(operation.type)
      case .createSequence(let operation): schema.sequences.append(operation.sequence)
      case .createExtension(let operation): schema.extensions.append(operation.extension)
      case .createPolicy(let operation): schema.policies.append(operation.policy)
      case .grant(let operation): schema.grants.append(operation)
      case .comment(let operation):
        if case .schema(let name) = operation.object, operation.former == "namespace" {
          schema.namespaces.append(Namespace(name, comment: operation.text))
        } else {
          schema.comments.append(operation)
        }
      case .rename(let operation):
        if case .other(let kind, let name) = operation.object { address = (kind, name.plainText ?? "") }
      case .sql(let sql):
        schema.others.append(SQLObject(address.0, address.1, create: sql.text, drop: sql.reverse))
      default: continue
      }
    }
    return schema
  }
}
