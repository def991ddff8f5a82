internal import Revisions

extension NameFault {
  /// What keeps `name` from being a label, or an id that `rev` makes or is given; nil where nothing does.
  package init?(inName name: String) {
    if let fault = NameFault(inForeignName: name) {
      self = fault
    } else if let scalar = name.unicodeScalars.first(where: { !SelectorScanner.isNameScalar($0) }) {
      self = .character(scalar)
    } else {
      return nil
    }
  }

  /// What keeps `name` from being an id even where another tool made it; nil where nothing does.
  ///
  /// A control character would end the comment that names a revision in a SQL script.
  package init?(inForeignName name: String) {
    if name.isEmpty {
      self = .empty
    } else if RevisionID.reserved.contains(name) {
      self = .reserved
    } else if let scalar = name.unicodeScalars.first(where: Self.isControl) {
      self = .character(scalar)
    } else {
      return nil
    }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: true
    default: false
    }
  }
}

extension NodeTable<RevisionID> {
  /// The numbers of the ids that begin with `prefix`, in a table that is sorted by id.
  func indices(withPrefix prefix: String) -> Range<Int> {
    let first = partition { $0.rawValue.utf8.lexicographicallyPrecedes(prefix.utf8) }
    let end = partition {
      $0.rawValue.utf8.lexicographicallyPrecedes(prefix.utf8) || $0.rawValue.utf8.starts(with: prefix.utf8)
    }
    return first..<end
  }

  /// The first place whose id does not come before what is looked for.
  private func partition(_ comesBefore: (RevisionID) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if comesBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
