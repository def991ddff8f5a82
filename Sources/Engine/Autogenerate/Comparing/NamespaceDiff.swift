import Dialects
import Revisions

extension Comparison {
  mutating func compareNamespaces() {
    let (added, dropped, kept) = pairs(from.namespaces, to.namespaces) { folded($0.name) }
    for namespace in added {
      let name = QualifiedName(namespace.name)
      let key = ObjectKey(.namespace, named: namespace.name)
      if !isGiven(namespace) { make(CreateSchema(namespace.name), .createNamespace, of: name, as: key, uses: []) }
      compareComment(nil, namespace.comment, on: .schema(namespace.name), of: name, uses: [key])
    }
    for namespace in dropped where !isGiven(namespace) {
      remove(
        DropSchema(namespace.name), .dropNamespace, of: QualifiedName(namespace.name),
        as: ObjectKey(.namespace, named: namespace.name), frees: [])
      // `DropSchema` has no place for the comment, and the way back is to have it.
      if let comment = namespace.comment {
        var change = Change(
          Comment(on: .schema(namespace.name), nil, from: comment), .comment, of: QualifiedName(namespace.name))
        change.frees = [ObjectKey(.namespace, named: namespace.name)]
        changes.append(change)
      }
    }
    for (old, new) in kept {
      compareComment(
        old.comment, new.comment, on: .schema(new.name), of: QualifiedName(new.name),
        uses: [ObjectKey(.namespace, named: new.name)])
    }
  }

  /// Whether it is there before anything is made, and stays.
  private func isGiven(_ namespace: Namespace) -> Bool { rules.givenSchemas.contains(namespace.name) }

  mutating func compareExtensions() {
    let (added, dropped, kept) = pairs(from.extensions, to.extensions) { folded($0.name) }
    func key(_ value: Extension) -> ObjectKey { ObjectKey(.extension, named: value.name) }
    func numbers(_ version: String) -> [Int] { version.split { !$0.isNumber }.compactMap { Int($0) } }
    func home(_ value: Extension) -> Set<ObjectKey> {
      Set(value.schema.map { [ObjectKey(.namespace, named: $0)] } ?? [])
    }
    for value in added {
      make(
        CreateExtension(value), .createExtension, of: QualifiedName(value.name), as: key(value), uses: home(value))
    }
    for value in dropped {
      remove(
        DropExtension(was: value), .dropExtension, of: QualifiedName(value.name), as: key(value), frees: home(value))
    }
    for (old, new) in kept {
      let name = QualifiedName(new.name)
      if let version = new.version, version != old.version {
        var change = Change(UpdateExtension(new.name, to: version, from: old.version), .createExtension, of: name)
        if let former = old.version, numbers(version).lexicographicallyPrecedes(numbers(former)) {
          change.hazards = [.olderVersion]
        }
        changes.append(change)
      }
      if let schema = new.schema, schema != old.schema {
        var change = Change(
          SetSchema(of: .extension(new.name), to: schema, from: old.schema), .createExtension, of: name)
        change.uses = home(new)
        change.frees = home(old)
        changes.append(change)
      }
      // An extension brings a comment of its own, which nobody has to repeat.
      if let comment = new.comment {
        compareComment(old.comment, comment, on: .extension(new.name), of: name, uses: [key(new)])
      }
    }
  }
}
