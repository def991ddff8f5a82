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
    let domains = DomainTypes(to.domains)
    for table in kept where table.differs {
      let new = table.new
      for (former, column) in pairs(table.old.columns, new.columns, by: { folded($0.name) }).kept {
        let key = ObjectKey.column(new.name, column.name)
        var plain = column
        plain.type = domains.base(of: column.type)
        let sequence = owned[DatabaseSequence.Owner(new.name, column.name)]
        guard sequence != nil || (former.identity == nil && column.identity != nil), !isMadeAgain([key]),
          let statement = try dialect.numbering(
            of: plain, in: new.name, by: column.identity == nil ? sequence : nil)
        else { continue }
        var change = Change(SQL(statement), .other, of: new.name)
        change.uses = [.relation(new.name), key]
        if let sequence { change.uses.insert(.relation(sequence.name)) }
        changes.append(change)
      }
    }
  }
}
