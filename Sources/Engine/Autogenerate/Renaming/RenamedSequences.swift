import Revisions

extension Renames {
  /// The sequences that a column goes on to own under another name.
  static func ownedSequences(of schema: Schema, in wanted: Schema) -> [Sequence] {
    func owned(_ schema: Schema) -> [DatabaseSequence.Owner: [QualifiedName]] {
      var names: [DatabaseSequence.Owner: [QualifiedName]] = [:]
      for sequence in schema.sequences {
        if let owner = sequence.owner { names[owner, default: []].append(sequence.name) }
      }
      return names
    }
    let there = owned(schema)
    guard !there.isEmpty else { return [] }
    var waiting = owned(wanted).compactMap { owner, new -> Sequence? in
      guard new.count == 1, let old = there[owner], old.count == 1, old != new, old[0].schema == new[0].schema else {
        return nil
      }
      return Sequence(from: old[0], to: new[0])
    }.sorted { $0.from.comes(before: $1.from) }
    // A name can be taken once it was given up.
    var taken = Set(schema.sequences.map(\.name))
    var result: [Sequence] = []
    while let next = waiting.firstIndex(where: { !taken.contains($0.to) }) {
      let sequence = waiting.remove(at: next)
      taken.remove(sequence.from)
      taken.insert(sequence.to)
      result.append(sequence)
    }
    return result
  }
}

extension Schema {
  /// Gives a sequence another name, and the defaults that ask it.
  mutating func renameSequence(_ old: QualifiedName, to new: QualifiedName) {
    for position in sequences.indices where sequences[position].name == old { sequences[position].name = new }
    for position in grants.indices where grants[position].target == .sequence(old) {
      grants[position].target = .sequence(new)
    }
    for position in comments.indices where comments[position].object == .sequence(old) {
      comments[position].object = .sequence(new)
    }
    for position in tables.indices { tables[position].renameSequence(old, to: new) }
  }

  /// Moves what gives a table its numbers along with it.
  mutating func moveSequences(of old: QualifiedName, to new: QualifiedName) {
    var moved: [QualifiedName] = []
    for position in sequences.indices where sequences[position].owner?.table == old {
      sequences[position].owner?.table = new
      moved.append(sequences[position].name)
    }
    guard old.schema != new.schema else { return }
    for position in tables.indices where tables[position].name == new {
      for column in tables[position].columns.indices {
        guard let identity = tables[position].columns[column].identity else { continue }
        // One that is not named is called like this, but for a very long name.
        let name = QualifiedName("\(old.name)_\(tables[position].columns[column].name)_seq", schema: old.schema)
        moved.append(identity.sequence ?? name)
        if identity.sequence != nil { tables[position].columns[column].identity?.sequence?.schema = new.schema }
      }
    }
    for name in moved { renameSequence(name, to: QualifiedName(name.name, schema: new.schema)) }
  }
}

extension Table {
  /// Changes the name of a sequence in the defaults that ask it.
  mutating func renameSequence(_ old: QualifiedName, to new: QualifiedName) {
    for position in columns.indices {
      guard case .expression(let expression)? = columns[position].defaultValue else { continue }
      columns[position].defaultValue = .expression(expression.renamingSequence(old, to: new))
    }
  }
}

extension SQLFragment {
  /// Whether it asks a sequence for a number: `nextval('app.ids'::regclass)`.
  func asksSequence(_ name: QualifiedName) -> Bool {
    let other = QualifiedName(name.name + "_", schema: name.schema)
    return renamingSequence(name, to: other) != self
  }

  /// The fragment with another sequence's name in the string that names one.
  func renamingSequence(_ old: QualifiedName, to new: QualifiedName) -> SQLFragment {
    let (spellings, written) = (Self.spellings(of: old), Self.written(new))
    return SQLFragment(
      segments: segments.map { segment in
        switch segment {
        case .raw(var text):
          for spelling in spellings {
            text = text.split(separator: Self.literal(spelling), omittingEmptySubsequences: false)
              .joined(separator: Self.literal(written))
          }
          return .raw(text)
        case .value(.text(let text)) where spellings.contains(text): return .value(.text(written))
        case .value, .identifier: return segment
        }
      })
  }

  private static func written(_ name: QualifiedName) -> String {
    [name.schema, name.name].compactMap { $0 }.map { NameInText.written($0) }
      .joined(separator: ".")
  }

  /// A name in a string, as the text of an expression has it.
  private static func literal(_ name: String) -> String { "'\(name.replacing("'", with: "''"))'" }

  /// How a sequence may be named in a string: each part in quotes, or without where it is in lower case.
  private static func spellings(of name: QualifiedName) -> Set<String> {
    func quoted(_ name: String) -> String { "\"\(name)\"" }
    var found: Set<String> = [written(name), (name.schema.map { quoted($0) + "." } ?? "") + quoted(name.name)]
    if let schema = name.schema { found.insert("\(schema).\(quoted(name.name))") }
    if name.description.asciiLowercased == name.description { found.insert(name.description) }
    return found
  }
}
