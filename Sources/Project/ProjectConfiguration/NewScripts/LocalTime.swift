/// A moment as a clock in some place shows it.
package struct LocalTime: Hashable, Sendable {
  /// Seconds since 1970 in UTC, without leap seconds.
  package let epochSeconds: Int
  /// How far the clock is ahead of UTC, in seconds.
  package let utcOffset: Int
  package let year: Int
  /// From 1 to 12.
  package let month: Int
  /// From 1 to 31.
  package let day: Int
  package let hour: Int
  package let minute: Int
  package let second: Int

  /// The moment on a clock that is `utcOffset` seconds ahead of UTC.
  package init(epochSeconds: Int, utcOffset: Int = 0) {
    self.epochSeconds = epochSeconds
    self.utcOffset = utcOffset
    let local = epochSeconds + utcOffset
    let (days, secondOfDay) = floorDivide(local, by: 86_400)
    (year, month, day) = civilDate(daysSince1970: days)
    hour = secondOfDay / 3600
    minute = secondOfDay / 60 % 60
    second = secondOfDay % 60
  }

  /// ISO 8601 to the second: `2026-11-21T09:00:00Z`, or with an offset such as `+05:30`.
  package var iso8601: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let date = "\(year)-\(two(month))-\(two(day))T\(two(hour)):\(two(minute)):\(two(second))"
    if utcOffset == 0 { return date + "Z" }
    let minutes = abs(utcOffset) / 60
    return "\(date)\(utcOffset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
  }
}

extension LocalTime {
  /// Reads what ``iso8601`` writes; nil for another text.
  package init?(iso8601 text: String) {
    let bytes = Array(text.utf8)
    func number(_ start: Int, _ count: Int) -> Int? {
      guard start + count <= bytes.count else { return nil }
      let digits = bytes[start..<start + count]
      guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    guard bytes.count == 20 || bytes.count == 25,
      zip([4, 7, 10, 13, 16], "--T::".utf8).allSatisfy({ bytes[$0] == $1 }),
      let year = number(0, 4), let month = number(5, 2), let day = number(8, 2), let hour = number(11, 2),
      let minute = number(14, 2), let second = number(17, 2), (1...12).contains(month)
    else { return nil }
    var offset = 0
    switch bytes[19] {
    case UInt8(ascii: "Z") where bytes.count == 20: break
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      guard let hours = number(20, 2), bytes[22] == UInt8(ascii: ":"), let minutes = number(23, 2) else { return nil }
      offset = (hours * 60 + minutes) * (bytes[19] == UInt8(ascii: "-") ? -60 : 60)
    default: return nil
    }
    let local = daysSince1970(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60 + second
    self.init(epochSeconds: local - offset, utcOffset: offset)
  }
}

/// The quotient rounded down, and the remainder, which is never negative.
func floorDivide(_ number: Int, by divisor: Int) -> (quotient: Int, remainder: Int) {
  let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}

/// The date in the Gregorian calendar. Years are counted from March, which puts the leap day at the end of one.
func civilDate(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
  let (era, dayOfEra) = floorDivide(days + 719_468, by: 146_097)
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthFromMarch = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
  let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
}

/// The day of a date in the Gregorian calendar, counted from 1970-01-01.
func daysSince1970(year: Int, month: Int, day: Int) -> Int {
  let (era, yearOfEra) = floorDivide(month <= 2 ? year - 1 : year, by: 400)
  let monthFromMarch = month > 2 ? month - 3 : month + 9
  let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}
