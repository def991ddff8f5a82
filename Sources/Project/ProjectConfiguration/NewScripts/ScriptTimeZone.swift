import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The zone of the dates in the names of new scripts.
package enum ScriptTimeZone: Hashable, Sendable {
  case utc
  /// The zone of this machine.
  case local
  case named(String, TimeZoneRules)

  /// What the clock of the zone shows at a moment, given in seconds since 1970 in UTC.
  package func time(atEpochSeconds seconds: Int) -> LocalTime {
    switch self {
    case .utc: return LocalTime(epochSeconds: seconds)
    case .named(_, let rules): return LocalTime(epochSeconds: seconds, utcOffset: rules.utcOffset(at: seconds))
    case .local:
      var time = time_t(seconds)
      var parts = tm()
      guard localtime_r(&time, &parts) != nil else { return LocalTime(epochSeconds: seconds) }
      return LocalTime(epochSeconds: seconds, utcOffset: Int(parts.tm_gmtoff))
    }
  }
}

/// The system's files of time zones.
///
/// They are read here, as the C library knows one zone at a time: the one of the `TZ` variable, which cannot be set
/// while another thread may read the environment.
struct TimeZoneDatabase {
  let directory: FilePath

  init(context: ProcessContext) {
    directory = FilePath(context.variable("TZDIR") ?? "/usr/share/zoneinfo")
  }

  /// The zone of a name, which may be in upper case where the file is not otherwise found; nil where there is none.
  func zone(_ name: String) throws(TimeZoneFileError) -> ScriptTimeZone? {
    switch name.lowercased() {
    case "utc", "z", "etc/utc": return .utc
    case "local": return .local
    default: break
    }
    guard isPlain(name) else { return nil }
    for spelling in [name, name.uppercased()] {
      let file = directory.appending(spelling)
      do throws(ConfigurationError) {
        guard let rules = TimeZoneRules(bytes: try ConfigurationFile.read(file)) else {
          throw .unreadable(file, .invalidArgument)
        }
        return .named(spelling, rules)
      } catch .notFound {
        continue
      } catch .unreadable(_, .isDirectory) {
        continue
      } catch {
        throw TimeZoneFileError(file: file)
      }
    }
    return nil
  }

  var isPresent: Bool {
    guard let folder = try? FileDescriptor.open(directory, .readOnly, options: [.directory, .closeOnExec]) else {
      return false
    }
    try? folder.close()
    return true
  }

  /// Whether a name leads to nothing but a file of the database.
  private func isPlain(_ name: String) -> Bool {
    let isMadeOfKnown = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "/"):
        true
      default: false
      }
    }
    return isMadeOfKnown && !name.hasPrefix("/")
  }
}

/// A file of the database that cannot be read as one.
struct TimeZoneFileError: Error {
  let file: FilePath
}
