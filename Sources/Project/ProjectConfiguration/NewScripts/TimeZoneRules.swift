/// When a zone's clock changes: the content of a compiled time zone file (RFC 8536).
package struct TimeZoneRules: Hashable, Sendable {
  private struct Transition: Hashable {
    let time: Int
    let utcOffset: Int
  }

  private let firstOffset: Int
  private let transitions: [Transition]
  /// What goes on behind the last transition.
  private let rule: YearlyTimeZoneRule?

  /// Reads a file, or gives nil where it is none.
  package init?(bytes: [UInt8]) {
    var reader = TimeZoneFileReader(bytes: bytes[...])
    guard var header = reader.header() else { return nil }
    var width = 4
    if header.version >= UInt8(ascii: "2") {
      // The first block is there for readers that know no 64 bits; the same follows in full.
      reader.skip(header.size(timeWidth: 4))
      guard let second = reader.header() else { return nil }
      header = second
      width = 8
    }
    var times: [Int] = []
    for _ in 0..<header.timeCount {
      guard let time = reader.integer(width: width) else { return nil }
      times.append(time)
    }
    guard let kinds = reader.take(header.timeCount) else { return nil }
    var offsets: [Int] = []
    for _ in 0..<header.typeCount {
      guard let offset = reader.integer(width: 4), reader.take(2) != nil else { return nil }
      offsets.append(offset)
    }
    guard let first = offsets.first, zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }),
      kinds.allSatisfy({ Int($0) < offsets.count }), offsets.allSatisfy({ abs($0) < 86_400 * 8 })
    else { return nil }
    firstOffset = first
    transitions = zip(times, kinds).map { Transition(time: $0, utcOffset: offsets[Int($1)]) }

    reader.skip(header.sizeBehindTypes(timeWidth: width))
    let footer = width == 8 ? reader.footer() : nil
    rule = footer.flatMap { YearlyTimeZoneRule(String(decoding: $0, as: UTF8.self)) }
  }

  /// How far the zone's clock is ahead of UTC, in seconds, at a moment given in seconds since 1970 in UTC.
  package func utcOffset(at seconds: Int) -> Int {
    if let rule, transitions.last.map({ seconds >= $0.time }) ?? true { return rule.utcOffset(at: seconds) }
    return transitions.last { $0.time <= seconds }?.utcOffset ?? firstOffset
  }
}

/// Takes big-endian numbers off the front of a file.
private struct TimeZoneFileReader {
  struct Header {
    let version: UInt8
    let utCount: Int
    let standardCount: Int
    let leapCount: Int
    let timeCount: Int
    let typeCount: Int
    let nameLength: Int

    func size(timeWidth: Int) -> Int {
      timeCount * (timeWidth + 1) + typeCount * 6 + sizeBehindTypes(timeWidth: timeWidth)
    }

    func sizeBehindTypes(timeWidth: Int) -> Int {
      nameLength + leapCount * (timeWidth + 4) + standardCount + utCount
    }
  }

  var bytes: ArraySlice<UInt8>

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard bytes.count >= count else { return nil }
    defer { bytes = bytes.dropFirst(count) }
    return bytes.prefix(count)
  }

  mutating func skip(_ count: Int) { bytes = bytes.dropFirst(count) }

  mutating func integer(width: Int) -> Int? {
    guard let taken = take(width), let first = taken.first else { return nil }
    return taken.dropFirst().reduce(Int(Int8(bitPattern: first))) { $0 << 8 | Int($1) }
  }

  mutating func header() -> Header? {
    guard let magic = take(4), magic.elementsEqual("TZif".utf8), let version = take(1)?.first, take(15) != nil
    else { return nil }
    var counts: [Int] = []
    for _ in 0..<6 {
      guard let count = integer(width: 4), (0...65_536).contains(count) else { return nil }
      counts.append(count)
    }
    return Header(
      version: version, utCount: counts[0], standardCount: counts[1], leapCount: counts[2], timeCount: counts[3],
      typeCount: counts[4], nameLength: counts[5])
  }

  /// The line at the end of the file, which says how it goes on.
  mutating func footer() -> ArraySlice<UInt8>? {
    let newline = UInt8(ascii: "\n")
    guard take(1)?.first == newline, let end = bytes.firstIndex(of: newline) else { return nil }
    return bytes[..<end]
  }
}
