import Foundation
import ProjectConfiguration
import RandomTesting
import SystemPackage
import Testing

@Suite("Dates in a zone")
struct TimeZoneTests {
  private static let folder = "/usr/share/zoneinfo"
  private static var hasZones: Bool { FileManager.default.fileExists(atPath: folder + "/Europe/Berlin") }

  private func zone(_ name: String, environment: [String: String] = [:]) throws(ConfigurationError) -> ScriptTimeZone {
    try rev("timezone = \(name)").newScriptSettings(
      in: ProcessContext(currentDirectory: "/", environment: environment)
    ).timeZone
  }

  @Test("a moment is written as ISO 8601, with its offset where that is not UTC")
  func iso8601() {
    #expect(LocalTime(epochSeconds: 1_795_251_907).iso8601 == "2026-11-21T09:05:07Z")
    #expect(LocalTime(epochSeconds: 1_795_251_907, utcOffset: 19_800).iso8601 == "2026-11-21T14:35:07+05:30")
    #expect(LocalTime(epochSeconds: 1_795_251_907, utcOffset: -12_600).iso8601 == "2026-11-21T05:35:07-03:30")
    #expect(LocalTime(epochSeconds: -1).iso8601 == "1969-12-31T23:59:59Z")
    #expect(LocalTime(epochSeconds: 951_782_400).iso8601 == "2000-02-29T00:00:00Z")
  }

  @Test("the calendar is Foundation's, day for day over centuries")
  func calendar() throws {
    var gregorian = Calendar(identifier: .gregorian)
    gregorian.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    var random = SplitMix64(seed: 0x5EED_0005)
    for _ in 0..<rounds(2000) {
      let seconds = Int.random(in: -8_000_000_000...30_000_000_000, using: &random)
      let time = LocalTime(epochSeconds: seconds)
      let expected = gregorian.dateComponents(
        [.year, .month, .day, .hour, .minute, .second], from: Date(timeIntervalSince1970: Double(seconds)))
      #expect(
        [time.year, time.month, time.day, time.hour, time.minute, time.second] == [
          expected.year, expected.month, expected.day, expected.hour, expected.minute, expected.second,
        ], "\(seconds)")
    }
  }

  @Test("UTC needs no database, whatever its case")
  func utc() throws {
    for name in ["UTC", "utc", "Z", "Etc/UTC"] {
      #expect(try zone(name, environment: ["TZDIR": "/nonexistent"]) == .utc)
    }
  }

  @Test("the machine's own zone can be asked for")
  func local() throws {
    let time = try zone("local").time(atEpochSeconds: 1_795_251_907)
    #expect(time.utcOffset == TimeZone.current.secondsFromGMT(for: Date(timeIntervalSince1970: 1_795_251_907)))
  }

  @Test("a named zone has its summer time", .enabled(if: hasZones))
  func berlin() throws {
    let berlin = try zone("Europe/Berlin")
    #expect(berlin.time(atEpochSeconds: 1_795_251_907).iso8601 == "2026-11-21T10:05:07+01:00")
    #expect(berlin.time(atEpochSeconds: 1_784_624_707).iso8601 == "2026-07-21T11:05:07+02:00")
  }

  @Test("every zone of the machine agrees with the C library, from 1920 to 2100", .enabled(if: hasZones))
  func allZones() throws {
    var random = SplitMix64(seed: 0x5EED_0006)
    let listed = try String(contentsOfFile: Self.folder + "/tzdata.zi", encoding: .utf8).split(separator: "\n")
      .filter { $0.hasPrefix("Z ") }.compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) }
    #expect(listed.count > 200)
    for name in listed.shuffled(using: &random).prefix(rounds(40)) {
      let moments = (0..<40).map { _ in Int.random(in: -1_577_923_200...4_102_444_800, using: &random) }
      let ours = try zone(name)
      let theirs = try dates(moments, in: name)
      for (moment, expected) in zip(moments, theirs) {
        #expect(ours.time(atEpochSeconds: moment).utcOffset == expected, "\(name) at \(moment)")
      }
    }
  }

  /// Offsets as `date` gives them, which reads the zone files with the C library.
  private func dates(_ moments: [Int], in zone: String) throws -> [Int] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["TZ=\(zone)", "date", "-f", "-", "+%::z"]
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    input.fileHandleForWriting.write(Data(moments.map { "@\($0)\n" }.joined().utf8))
    try input.fileHandleForWriting.close()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").map { line in
      let parts = line.dropFirst().split(separator: ":").compactMap { Int($0) }
      return (line.hasPrefix("-") ? -1 : 1) * zip(parts, [3600, 60, 1]).map(*).reduce(0, +)
    }
  }

  @Test("a zone that is not there is told with the folder, and whether there is one at all")
  func unknown() throws {
    for name in ["Europe/Atlantis", "../../etc/passwd", "/etc/localtime", "Europe", "a b"] {
      #expect(
        throws: ConfigurationError.badValue(
          BadValue(
            key: "timezone", value: name,
            allowed: .timeZone(database: FilePath(Self.folder), isPresent: Self.hasZones), position: at(2)))
      ) { try zone(name) }
    }
    let missing = try TemporaryFolder().path.appending("zones")
    #expect(
      throws: ConfigurationError.badValue(
        BadValue(
          key: "timezone", value: "Europe/Berlin",
          allowed: .timeZone(database: missing, isPresent: false), position: at(2)))
    ) { try zone("Europe/Berlin", environment: ["TZDIR": missing.string]) }
  }

  @Test("a file that is no zone is told by its path")
  func notAZone() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("Broken", "TZif2 but no more")
    #expect(
      throws: ConfigurationError.badValue(
        BadValue(key: "timezone", value: "Broken", allowed: .readableTimeZone(file), position: at(2)))
    ) { try zone("Broken", environment: ["TZDIR": folder.path.string]) }
  }

  @Test("no bytes whatever bring the reader of zone files down", .enabled(if: hasZones))
  func randomBytes() throws {
    var random = SplitMix64(seed: 0x5EED_0007)
    let berlin = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/Europe/Berlin")))
    for _ in 0..<rounds(1500) {
      var bytes = berlin
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
      _ = TimeZoneRules(bytes: bytes)?.utcOffset(at: Int.random(in: -4_000_000_000...8_000_000_000, using: &random))
    }
  }
}
