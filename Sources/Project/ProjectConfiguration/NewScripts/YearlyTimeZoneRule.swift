/// A zone's clock as POSIX writes it for `TZ`: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct YearlyTimeZoneRule: Hashable, Sendable {
  /// A day of every year, with a time on the clock as it stands before the change.
  private struct Change: Hashable {
    enum Day: Hashable {
      /// From 1 to 365, without the leap day.
      case ofCommonYear(Int)
      /// From 0 to 365.
      case ofYear(Int)
      /// The week from 1 to 5, where 5 is the last, and the day from 0 for Sunday.
      case ofMonth(Int, week: Int, weekday: Int)
    }

    let day: Day
    let seconds: Int

    /// Seconds since 1970 on that clock.
    func time(in year: Int) -> Int {
      let newYear = daysSince1970(year: year, month: 1, day: 1)
      let result: Int
      switch day {
      case .ofYear(let number): result = newYear + number
      case .ofCommonYear(let number):
        let march = daysSince1970(year: year, month: 3, day: 1)
        // Behind the leap day, days are counted as if it were not there.
        result = number > 59 ? march + number - 60 : newYear + number - 1
      case .ofMonth(let month, let week, let weekday):
        let first = daysSince1970(year: year, month: month, day: 1)
        let nextMonth = daysSince1970(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1)
        // 1970-01-01 was a Thursday.
        let found = first + floorDivide(weekday - (first + 4), by: 7).remainder + (week - 1) * 7
        result = found < nextMonth ? found : found - 7
      }
      return result * 86_400 + seconds
    }
  }

  private struct Summer: Hashable {
    let utcOffset: Int
    let begin: Change
    let end: Change
  }

  private let standardOffset: Int
  private let summer: Summer?

  /// Reads a rule, or gives nil where the text is none.
  init?(_ text: String) {
    var parser = RuleParser(rest: Array(text.utf8)[...])
    guard parser.skipName(), let offset = parser.time() else { return nil }
    // POSIX counts west of Greenwich.
    standardOffset = -offset
    if parser.rest.isEmpty {
      summer = nil
      return
    }
    guard parser.skipName() else { return nil }
    var summerOffset = standardOffset + 3600
    if parser.rest.first != UInt8(ascii: ",") {
      guard let offset = parser.time() else { return nil }
      summerOffset = -offset
    }
    guard let begin = parser.change(), let end = parser.change(), parser.rest.isEmpty else { return nil }
    summer = Summer(utcOffset: summerOffset, begin: begin, end: end)
  }

  func utcOffset(at seconds: Int) -> Int {
    guard let summer else { return standardOffset }
    let year = civilDate(daysSince1970: floorDivide(seconds + standardOffset, by: 86_400).quotient).year
    // A change may fall into the year beside its own. Where one year's end meets the next one's begin, the later
    // entry, the begin, holds.
    var last: (time: Int, offset: Int)?
    for near in (year - 1)...(year + 1) {
      let changes = [
        (time: summer.end.time(in: near) - summer.utcOffset, offset: standardOffset),
        (time: summer.begin.time(in: near) - standardOffset, offset: summer.utcOffset),
      ]
      for change in changes where change.time <= seconds && change.time >= last?.time ?? .min { last = change }
    }
    return last?.offset ?? standardOffset
  }

  private struct RuleParser {
    var rest: ArraySlice<UInt8>

    /// `CET`, or `<+03>`.
    mutating func skipName() -> Bool {
      if rest.first == UInt8(ascii: "<") {
        guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
        rest = rest[(end + 1)...]
        return true
      }
      let name = rest.prefix { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      }
      rest = rest[name.endIndex...]
      return !name.isEmpty
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest.removeFirst()
      return true
    }

    mutating func number(upTo limit: Int) -> Int? {
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      guard !digits.isEmpty, digits.count <= 3 else { return nil }
      rest = rest[digits.endIndex...]
      let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
      return value <= limit ? value : nil
    }

    /// `[+-]hours[:minutes[:seconds]]`.
    mutating func time() -> Int? {
      let sign = take("-") ? -1 : 1
      if sign == 1 { _ = take("+") }
      guard let hours = number(upTo: 167) else { return nil }
      var total = hours * 3600
      for unit in [60, 1] where take(":") {
        guard let value = number(upTo: 59) else { return nil }
        total += value * unit
      }
      return sign * total
    }

    /// `,M3.5.0/2`, `,J60`, `,59`.
    mutating func change() -> Change? {
      guard take(",") else { return nil }
      let day: Change.Day
      if take("M") {
        guard let month = number(upTo: 12), month > 0, take("."), let week = number(upTo: 5), week > 0, take("."),
          let weekday = number(upTo: 6)
        else { return nil }
        day = .ofMonth(month, week: week, weekday: weekday)
      } else if take("J") {
        guard let number = number(upTo: 365), number > 0 else { return nil }
        day = .ofCommonYear(number)
      } else {
        guard let number = number(upTo: 365) else { return nil }
        day = .ofYear(number)
      }
      guard take("/") else { return Change(day: day, seconds: 7200) }
      return time().map { Change(day: day, seconds: $0) }
    }
  }
}
