import ModelData
import OperationTesting
import RandomTesting
import Revisions
import Testing

@Suite("The digest of operations")
struct OperationDigestTests {
  static func digest(
    _ upgrade: [Revisions.Operation], _ downgrade: Operations = .reversed, on dialect: DialectName = .postgresql,
    code: [UInt8]? = nil
  ) throws -> OperationDigest {
    let both = RevisionOperations(upgrade: Operations(upgrade), downgrade: downgrade)
    return try OperationDigest(of: both, on: dialect) { code }
  }

  @Test("never changes for operations that were digested once, whatever becomes of the model")
  func golden() throws {
    var seen: [String: Int] = [:]
    var lines: [String] = []
    for operation in OperationSamples.all + OperationSamples.ways {
      let name = String(String(describing: operation).prefix { $0 != "(" })
      seen[name, default: 0] += 1
      for dialect in [DialectName.postgresql, .sqlite] {
        let digest = try Self.digest([operation], on: dialect, code: Array("code".utf8)).upgrade
        lines.append("\(name) \(seen[name] ?? 0) \(dialect.rawValue) \(digest.prefix(16))")
      }
    }
    let kept = GoldenDigests.text.split(separator: "\n").map(String.init)
    let changed = Set(lines).symmetricDifference(kept).sorted()
    #expect(
      changed.isEmpty,
      "what is new here has to be added to GoldenDigests; what was there must stay:\n\(changed.joined(separator: "\n"))"
    )
  }

  @Test("has a text that is read back, and none but its own")
  func text() throws {
    let digest = try Self.digest([SQL("SELECT 1").operation])
    #expect(OperationDigest(digest.description) == digest)
    #expect(digest.description.utf8.count == 134)
    for other in ["", "run1:0123456789abcdef", "ops2" + digest.description.dropFirst(4), digest.description + "0"] {
      #expect(OperationDigest(other) == nil)
    }
  }

  @Test("differs between any two operations")
  func distinct() throws {
    var known: [String: String] = [:]
    for operation in OperationSamples.all {
      let digest = try Self.digest([operation]).upgrade
      let data = try "\(ModelData(operation))"
      if let other = known[digest] { #expect(other == data) }
      known[digest] = data
    }
  }

  @Test("is another for every change of a field of an operation")
  func everyField() throws {
    var random = SplitMix64(seed: 51)
    let texts = try OperationSamples.all.flatMap { try Self.texts(in: ModelData($0)) }
    var changes = 0
    for operation in OperationSamples.all {
      let data = try ModelData(operation)
      let digest = try Self.digest([operation], code: [])
      for _ in 0..<rounds(3) {
        for place in 0..<Self.places(in: data) {
          var next = place
          let changed = Self.changed(data, at: &next, texts, &random)
          guard let other: Revisions.Operation = try? changed.value(), let read = try? ModelData(other),
            Self.withoutReasons(read) != Self.withoutReasons(data)
          else { continue }
          changes += 1
          #expect(try Self.digest([other], code: []) != digest, "\(data) became \(read)")
        }
      }
    }
    #expect(changes > 1_500, "only \(changes)")
  }

  @Test("is another for operations in another order, one more, and one less")
  func lists() throws {
    let all = OperationSamples.all
    let digest = try Self.digest(all)
    #expect(try Self.digest(all.dropLast()) != digest)
    #expect(try Self.digest(all + [all[0]]) != digest)
    #expect(try Self.digest(all.reversed()) != digest)
    #expect(try Self.digest([OutsideTransaction(body: Operations(all)).operation]) != digest)
  }

  @Test("tells which direction was edited")
  func sides() throws {
    let up = [SQL("SELECT 1").operation]
    let one = try Self.digest(up, Operations([SQL("SELECT 2").operation]))
    let other = try Self.digest(up, Operations([SQL("SELECT 3").operation]))
    #expect(one.upgrade == other.upgrade)
    #expect(one.downgrade != other.downgrade)
    let ways = [Operations.reversed, .irreversible("why"), Operations([])]
    #expect(Set(try ways.map { try Self.digest(up, $0).downgrade }).count == 3)
    #expect(try Self.digest(up, .irreversible("a")) == Self.digest(up, .irreversible("b")))
  }

  @Test(
    "is the same however operations are put together: modifiers in any order, split over properties, anywhere in a file"
  )
  func construction() throws {
    var random = SplitMix64(seed: 52)
    for _ in 0..<rounds(2_000) {
      let seed = random.next()
      var digests: Set<OperationDigest> = []
      for _ in 0..<3 {
        var same = SplitMix64(seed: seed)
        digests.insert(
          try OperationDigest(of: RandomConstruction.revision(&same, formatting: &random), on: .sqlite) { nil })
      }
      #expect(digests.count == 1, "seed \(seed)")
    }
  }

  @Test("is the same for operations that were kept as data and read back")
  func fromData() throws {
    for operation in OperationSamples.all {
      let back: Revisions.Operation = try ModelData(operation).value()
      #expect(try Self.digest([back], code: []) == Self.digest([operation], code: []))
    }
  }

  @Test("of Swift goes by its fingerprint, or else by the script's code")
  func live() throws {
    func digest(_ fingerprint: String?, _ code: [UInt8]?, nested: Bool = false) throws -> OperationDigest {
      let live = Live("copy", fingerprint: fingerprint) { _ in }.operation
      let body = Operations([
        nested ? When(.sqlite, then: Operations([live]), otherwise: Operations([])).operation : live
      ])
      return try OperationDigest(
        of: RevisionOperations(upgrade: body, downgrade: Operations([])), on: .sqlite, code: { code })
    }
    #expect(try digest("1", [1]) == digest("1", [2]))
    #expect(try digest("1", nil) != digest("2", nil))
    for nested in [false, true] {
      let one = try digest(nil, [1], nested: nested)
      let other = try digest(nil, [2], nested: nested)
      #expect(one.upgrade != other.upgrade)
      #expect(one.downgrade == other.downgrade, "there is no Swift on that side")
      #expect(try digest(nil, [], nested: nested) != digest(nil, nil, nested: nested))
    }
  }

  // MARK: Changes

  private static func texts(in data: ModelData) -> [String] {
    switch data {
    case .text(let text): [text]
    case .list(let list): list.flatMap { texts(in: $0) }
    case .object(let object): object.keys + object.values.flatMap { texts(in: $0) }
    default: []
    }
  }

  /// How many values there are in data, lists and objects among them.
  private static func places(in data: ModelData) -> Int {
    switch data {
    case .list(let list): list.reduce(1) { $0 + places(in: $1) }
    case .object(let object): object.values.reduce(1) { $0 + places(in: $1) }
    default: 1
    }
  }

  /// Data with another value at a place.
  private static func changed(
    _ data: ModelData, at place: inout Int, _ texts: [String], _ random: inout SplitMix64
  ) -> ModelData {
    place -= 1
    if place == -1 { return another(data, texts, &random) }
    switch data {
    case .list(let list): return .list(list.map { changed($0, at: &place, texts, &random) })
    case .object(let object):
      var result = object
      for key in object.keys.sorted() {
        if let value = object[key] { result[key] = changed(value, at: &place, texts, &random) }
      }
      return .object(result)
    default: return data
    }
  }

  private static func another(_ data: ModelData, _ texts: [String], _ random: inout SplitMix64) -> ModelData {
    switch data {
    case .null: return .integer(1)
    case .boolean(let flag): return .boolean(!flag)
    case .integer(let number): return .integer(number &+ 1)
    case .double(let number): return .double(number + 1)
    case .text(let text): return .text(random.once(in: 2) ? text + "x" : texts.randomElement(using: &random) ?? "x")
    case .list(var list):
      switch Int.random(in: 0..<3, using: &random) {
      case 0: list.shuffle(using: &random)
      case 1: if !list.isEmpty { list.removeLast() }
      default: if let last = list.last { list.append(last) }
      }
      return .list(list)
    case .object(var object):
      guard let key = object.keys.sorted().randomElement(using: &random), let value = object[key] else { return data }
      object[key] = nil
      if random.once(in: 2), let other = texts.randomElement(using: &random) { object[other] = value }
      return .object(object)
    }
  }

  /// Data without the reasons for which there is no way back: they are not run.
  private static func withoutReasons(_ data: ModelData) -> ModelData {
    switch data {
    case .list(let list): .list(list.map { withoutReasons($0) })
    case .object(let object):
      .object(Dictionary(uniqueKeysWithValues: object.map { ($0, $0 == "irreversible" ? .null : withoutReasons($1)) }))
    default: data
    }
  }
}
