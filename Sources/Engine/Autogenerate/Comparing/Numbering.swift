import Dialects
import Revisions

extension Comparison {
  /// Lets what begins to give numbers to a column that was there go on from those that stand in it.
  ///
  /// There is no reverse of that: what leads back says so itself, for what gives the numbers then.
  mutating func compareNumbering(of kept: [KeptTable]) throws(DialectError) {
    let known = Set(from.sequences.map { folded($0.name) })
    var owned: [DatabaseSequence.Owner: DatabaseSequence] = [:]
    for sequence in to.sequences where !known.contains(folded(sequence.name)) {
      if let owner = sequence.owner { owned[owner] = sequence }
    }
    let numbered = Set(from.sequences.compactMap(\.owner))
    let domains = (old: DomainTypes(from.domains), new: DomainTypes(to.domains))
    func plain(_ column: Column, _ domains: DomainTypes) -> Column {
      var result = column
      result.type = domains.base(of: column.type)
      return result
    }
    for table in kept where table.differs {
      let name = table.new.name
      for (former, column) in pairs(table.old.columns, table.new.columns, by: { folded($0.name) }).kept {
        let key = ObjectKey.column(name, column.name)
        let owner = DatabaseSequence.Owner(name, column.name)
        let sequence = owned[owner]
        guard sequence != nil || (former.identity == nil && column.identity != nil), !isMadeAgain([key]) else {
          continue
        }
        // What gave the numbers before goes, and with it how far it had come.
        let hadNumbers = former.identity != nil || numbered.contains(owner)
        let note = hadNumbers ? try dialect.notingNumber(of: plain(former, domains.old), in: name) : nil
        let goingOn = try dialect.numbering(
          of: plain(column, domains.new), in: name, by: column.identity == nil ? sequence : nil, isNoted: note != nil)
        guard let goingOn else { continue }
        if let note {
          var change = Change(SQL(note), .note, of: name)
          change.uses = [.relation(name), key]
          changes.append(change)
        }
        var change = Change(SQL(goingOn), .other, of: name)
        change.uses = [.relation(name), key]
        if let sequence { change.uses.insert(.relation(sequence.name)) }
        changes.append(change)
      }
    }
  }
}
