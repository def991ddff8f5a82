/// What is made again, and what that takes along: each thing is asked once what it uses, however far it goes.
struct Spread {
  /// All that is made again.
  private(set) var again: Set<ObjectKey>
  /// What was added and is made again for its own sake or for something that it uses.
  private(set) var reached: Set<ObjectKey> = []
  /// What is not made again so far, by what it uses.
  private var users: [ObjectKey: [ObjectKey]] = [:]

  /// Starts from what is made again anyway.
  init(from again: Set<ObjectKey>) { self.again = again }

  /// Adds something that is made again where something that it uses is, or where it differs itself.
  mutating func add(_ key: ObjectKey, using uses: Set<ObjectKey>, isAgain: Bool = false) {
    if isAgain || !uses.isDisjoint(with: again) { return reach(key) }
    for use in uses { users[use, default: []].append(key) }
  }

  private mutating func reach(_ key: ObjectKey) {
    var next = [key]
    while let key = next.popLast() {
      guard reached.insert(key).inserted else { continue }
      again.insert(key)
      next += users.removeValue(forKey: key) ?? []
    }
  }
}
