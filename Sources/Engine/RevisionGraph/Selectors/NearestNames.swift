internal import Revisions

extension RevisionGraph {
  /// Ids and labels that look like `name`, best first and at most three, for a "did you mean".
  ///
  /// A name is compared with whole labels and reserved words, and with ids and their beginnings of its own length.
  package func nearestNames(to name: String) -> [String] {
    let wanted = Array(name.utf8)
    // One slip in three characters still looks like the same word; anything is near a word of one or two.
    let limit = wanted.count / 3
    if limit == 0 { return [] }
    var found: [(distance: Int, name: String)] = []
    for candidate in labels.keys.sorted() + RevisionID.reserved.sorted() {
      let distance = editDistance(wanted, Array(candidate.utf8), limit: limit)
      if distance <= limit { found.append((distance, candidate)) }
    }
    for id in lineage.table.nodes {
      let whole = Array(id.rawValue.utf8)
      var distance = editDistance(wanted, whole, limit: limit)
      if whole.count > wanted.count {
        distance = min(distance, editDistance(wanted, Array(whole.prefix(wanted.count)), limit: limit))
      }
      if distance <= limit { found.append((distance, id.rawValue)) }
    }
    return found.enumerated().sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }
      .prefix(3).map(\.element.name)
  }
}

/// How many bytes have to be put in, taken out, changed or swapped with the next; anything over `limit` counts as one
/// more than it.
package func editDistance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
  if abs(left.count - right.count) > limit { return limit + 1 }
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for i in left.indices {
    var row = [i + 1]
    row.reserveCapacity(right.count + 1)
    for j in right.indices {
      var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
      if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { cost = min(cost, beforeLast[j - 1] + 1) }
      row.append(cost)
    }
    if row.allSatisfy({ $0 > limit }) { return limit + 1 }
    beforeLast = last
    last = row
  }
  return min(last[right.count], limit + 1)
}
