import ProjectConfiguration
import RandomTesting
import SystemPackage
import Testing

@Suite("Reading the ini form")
struct IniReaderTests {
  private func values(_ text: String, section: String = "a") throws -> [String: String] {
    let section = try #require(try document(text)[section: section])
    return Dictionary(uniqueKeysWithValues: section.entries.map { ($0.key, $0.value) })
  }

  @Test("`=` and `:` both separate, the first of them counts, and white space around is dropped")
  func delimiters() throws {
    #expect(
      try values("[a]\nk = v\nj:w\nurl = postgresql://h/d?x=y\nl: a = b\n")
        == ["k": "v", "j": "w", "url": "postgresql://h/d?x=y", "l": "a = b"])
  }

  @Test("keys are the same in upper and lower case, section names are not")
  func letterCase() throws {
    #expect(try values("[a]\nKey = V\n[A]\nkey = w\n") == ["key": "V"])
  }

  @Test("a value goes on in lines that are indented deeper than its key, over comments and blank lines")
  func continuation() throws {
    #expect(
      try values("[a]\nk = v\n  c2\n\n  c3\n\n# x\n  c4\n ; y\nj=1\n\n\n") == ["k": "v\nc2\n\nc3\n\nc4", "j": "1"])
    #expect(try values("[a]\nk =\n  x\n  y\n") == ["k": "x\ny"])
    #expect(try values("[a]\n  k = v\n  j = 2\n") == ["k": "v", "j": "2"])
  }

  @Test("a comment has a line of its own; behind a value it is part of it")
  func comments() throws {
    #expect(try values("# x = 1\n; y\n[a] ; note\nk = v # w\n") == ["k": "v # w"])
  }

  @Test("a byte order mark and every kind of line end are accepted, and lines are counted all the same")
  func encodings() throws {
    for end in ["\n", "\r\n", "\r"] {
      let read = try document("\u{FEFF}[a]\(end)k = v\(end)\(end)j = w")
      #expect(read[section: "a"]?["j"]?.line == 4)
      #expect(read[section: "a"]?["k"]?.value == "v")
    }
  }

  @Test("a combining mark behind a delimiter does not hide it")
  func combiningMarks() throws {
    #expect(try values("[a]\nk =\u{301}v\n") == ["k": "\u{301}v"])
  }

  @Test("an empty file and an empty value are no error")
  func empty() throws {
    #expect(try document("").sections.isEmpty)
    #expect(try values("[a]\nk =") == ["k": ""])
  }

  @Test(
    "what cannot be read is told with its line",
    arguments: [
      ("k = 1", IniProblem.entryBeforeSection, 1),
      ("[a]\nword", .notAnEntry, 2),
      ("[a]\n\n= 1", .emptyKey, 3),
      ("[a", .brokenSectionHeader, 1),
      ("[]", .brokenSectionHeader, 1),
      ("[ ]", .brokenSectionHeader, 1),
      ("[a]b", .brokenSectionHeader, 1),
      ("[a]\nk = 1\nK = 2", .duplicateKey("k", section: "a", firstLine: 2), 3),
      ("[a]\n[b]\n[a]", .duplicateSection("a", firstLine: 1), 3),
      ("[a]\nk = \u{1B}[2J", .controlCharacter, 2),
      ("[a]\nk = v\n  \0", .controlCharacter, 3),
    ])
  func problems(text: String, problem: IniProblem, line: Int) {
    #expect(throws: ConfigurationError.malformed(problem, at(line))) { try document(text) }
  }

  @Test("bytes that are no UTF-8 are told with their line")
  func notUTF8() {
    #expect(throws: ConfigurationError.malformed(.notUTF8, at(2))) {
      try IniDocument(bytes: Array("[a]\nk = ".utf8) + [0xFF, 0xFE], file: "/project/migrate.ini")
    }
  }

  @Test("no bytes whatever bring the reader down")
  func randomBytes() {
    var random = SplitMix64(seed: 0x5EED_0001)
    let pieces = ["[a]", "[", "]", "k", "=", ":", "\n", "\r\n", "  ", "\t", "#", "%(k)s", "%(", "%%", "é", "\u{301}"]
      .map { Array($0.utf8) }
    for _ in 0..<rounds(3000) {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        if Int.random(in: 0..<8, using: &random) == 0 {
          bytes.append(UInt8.random(in: 0...255, using: &random))
        } else {
          bytes += pieces.randomElement(using: &random) ?? []
        }
      }
      guard let document = try? IniDocument(bytes: bytes, file: "/project/migrate.ini") else { continue }
      let name = document.sections.first?.name ?? "rev"
      _ = try? ProjectConfiguration(document: document, section: name)
    }
  }
}
