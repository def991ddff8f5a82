import ProjectConfiguration
import RandomTesting
import SystemPackage
import Testing

@Suite("Passwords are never shown")
struct RedactionTests {
  /// Every printable ASCII character that is no letter or digit, and some beyond.
  private static let special =
    (0x20...0x7E).compactMap { Unicode.Scalar($0) }.map(String.init).filter {
      $0.allSatisfy { !$0.isLetter && !$0.isNumber }
    } + ["é", "\u{301}", "🔑", "%40", "%2F", "%zz", "%(", ")s", "%(x)s", "%%", "://", "&password=", "\t"]

  /// Two halves that would be recognised anywhere, with special characters around and between them.
  private static func password(using random: inout SplitMix64) -> String {
    func specials() -> String {
      (0..<Int.random(in: 0...3, using: &random)).map { _ in special.randomElement(using: &random) ?? "" }.joined()
    }
    return specials() + "sEcReT" + specials() + (special.randomElement(using: &random) ?? "") + "hUsHhUsH" + specials()
  }

  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }

  private static func urls(with password: String) -> [String] {
    [
      "postgresql://u:\(password)@host/db", "postgresql+psycopg://u:\(password)@host:5432/db?sslmode=require",
      "postgresql://u:\(password)@[::1]/db", "postgresql://:\(password)@host", "postgresql://u:\(password)@/db",
      "postgresql://host/db?password=\(password)", "postgresql://host/db?user=u&password=\(password)&sslmode=x",
      "postgresql://u:p@host/db?sslpassword=\(password)", "mysql://u:\(password)@host/db",
      "sqlite:///x.db?key=\(password)", "sqlite://u:\(password)@/x.db",
    ]
  }

  private func expectHidden(_ value: some Any, _ text: String) {
    let forms = allForms(value)
    #expect(!forms.contains("sEcReT") && !forms.contains("hUsHhUsH"), "\(text)\n\(forms)")
  }

  @Test("a URL, or the error about it, has no part of its password in any form it can be printed in")
  func urls() throws {
    var random = SplitMix64(seed: 0x5EED_0003)
    for _ in 0..<rounds(100) {
      let password = Self.password(using: &random)
      for text in Self.urls(with: Self.encoded(password)) {
        do {
          let url = try DatabaseURL(text, relativeTo: "/base")
          expectHidden(url, text)
          if case .server(let server) = url.location {
            expectHidden(server, text)
            let all = [server.password?.revealed ?? ""] + url.parameters.map(\.value.revealed)
            #expect(all.contains(password), "\(text)")
          }
        } catch {
          #expect(text.hasPrefix("sqlite:"), "\(text): \(error)")
          expectHidden(error, text)
        }
      }
      for text in Self.urls(with: password) {
        do { expectHidden(try DatabaseURL(text, relativeTo: "/base"), text) } catch { expectHidden(error, text) }
      }
    }
  }

  @Test("a configuration's errors and warnings have no part of a password, wherever in the file it stands")
  func files() throws {
    var random = SplitMix64(seed: 0x5EED_0004)
    let context = ProcessContext(
      currentDirectory: "/", environment: ["DATABASE_URL": "postgresql://other:sEcReThUsHhUsH@elsewhere/db"])
    for _ in 0..<rounds(6) {
      let password = Self.password(using: &random)
      // What has the form of a reference is one, and is named where it leads nowhere.
      if password.contains(/%\([A-Za-z0-9_.:-]+\)s/) { continue }
      for url in Self.urls(with: password) + Self.urls(with: Self.encoded(password)) {
        for text in [
          "[rev]\ndatabase_url = \(url)", "[rev]\ndatabase_url = \"\(url)\"", "[rev]\nsqlalchemy.url = \(url)",
          "[rev]\npw = \(password)\ndatabase_url = postgresql://u:%(pw)s@host/db",
          "[rev]\nversion_table = x\n  database_url = \(url)", "[rev]\nversion_locations = x\n  database_url = \(url)",
          "[rev]\nlog_level = \(url)", "[rev]\ntimezone = \(url)", "[rev]\nscript_location = \(url)",
        ] {
          do {
            let read = try configuration(text)
            for warning in read.warnings { expectHidden(warning, text) }
            do { _ = try read.databaseSettings() } catch { expectHidden(error, text) }
            do { _ = try read.newScriptSettings(in: context) } catch { expectHidden(error, text) }
            for option in [nil, "postgresql://u:\(password)@third/db"] {
              do {
                if let selected = try read.databaseURL(option: option, in: context) { expectHidden(selected, text) }
              } catch {
                expectHidden(error, text)
              }
            }
          } catch {
            expectHidden(error, text)
          }
        }
      }
    }
  }
}
