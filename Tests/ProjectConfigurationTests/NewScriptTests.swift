import Foundation
import ProjectConfiguration
import SystemPackage
import Testing

@Suite("Names of new scripts")
struct NewScriptTests {
  /// 2026-11-21T09:05:07Z.
  private static let moment = 1_795_251_907

  @Test(
    "a slug is what Alembic makes of a message",
    arguments: [
      ("add user preferences", "add_user_preferences"),
      ("Add 'User' Prefs!!", "add_user_prefs"),
      (String(repeating: "x", count: 50), String(repeating: "x", count: 40) + "_"),
      ("this is a very long message that goes on and on for ever", "this_is_a_very_long_message_that_goes_"),
      ("  ", ""), ("", ""),
      ("Ünïcode Straße naïve", "ünïcode_straße_naïve"),
      ("a_b__c", "a_b__c"), ("__x__", "__x__"),
      ("emoji 🎉 party", "emoji_party"),
      ("it's 100% done", "it_s_100_done"),
      ("this is a message of exactly forty chars_", "this_is_a_message_of_exactly_forty_"),
      ("日本語 テスト", "日本語_テスト"),
      ("../../etc/passwd", "etc_passwd"),
    ])
  func slugs(message: String, expected: String) {
    #expect(slug(message, maximumLength: 40) == expected)
  }

  @Test("a slug is cut behind a whole word")
  func cut() {
    #expect(slug("alpha beta gamma", maximumLength: 10) == "alpha_")
    #expect(slug("alpha beta gamma", maximumLength: 11) == "alpha_beta_")
    #expect(slug("alphabetagamma", maximumLength: 10) == "alphabetag_")
    #expect(slug("alpha beta gamma", maximumLength: 5) == "alpha_")
  }

  @Test("a letter with its accent apart is one letter")
  func accents() {
    #expect(slug("Cafe\u{301} bar", maximumLength: 40) == "cafe\u{301}_bar")
  }

  private func path(
    _ template: String, rev: String = "3f2a9c1b7e4d", slug: String = "add_users", time: Int = moment
  ) throws -> FilePath {
    try FileTemplate(template).path(
      revision: rev, slug: slug, created: LocalTime(epochSeconds: time), fileExtension: "swift")
  }

  @Test("every token can be used, with Python's widths")
  func tokens() throws {
    #expect(try path("%(rev)s_%(slug)s") == "3f2a9c1b7e4d_add_users.swift")
    #expect(
      try path("%(year)d_%(month).2d_%(day)02d_%(hour).2d%(minute).2d-%(second)s-%(epoch)d")
        == "2026_11_21_0905-7-1795251907.swift")
    #expect(try path("%(rev).4s-%(slug)s") == "3f2a-add_users.swift")
    #expect(try path("100%_%%(rev)s_%(slug)s") == "100%_%(rev)s_add_users.swift")
    #expect(try path("%(minute)-4d|%(minute)4d|%(minute)s") == "5   |   5|5.swift")
  }

  @Test("the usual template is the one that Alembic uses")
  func standard() throws {
    let made = try FileTemplate.standard.path(
      revision: "a", slug: "b", created: LocalTime(epochSeconds: 0), fileExtension: "sql")
    #expect(made == "a_b.sql")
    #expect(try FileTemplate.standard == FileTemplate("%(rev)s_%(slug)s"))
  }

  @Test("without a message, no separator is left at the end")
  func noMessage() throws {
    #expect(try path("%(rev)s_%(slug)s", slug: "") == "3f2a9c1b7e4d.swift")
  }

  @Test("a template may make folders, where they are searched")
  func folders() throws {
    #expect(try path("%(year)d/%(month).2d/%(slug)s") == "2026/11/add_users.swift")
    let template = "file_template = %%(year)d/%%(rev)s\n"
    let context = ProcessContext(currentDirectory: "/")
    #expect(throws: ConfigurationError.templateNeedsRecursion(template: "%(year)d/%(rev)s", at(2))) {
      try rev(template).newScriptSettings(in: context)
    }
    let read = try rev(template + "recursive_version_locations = true").newScriptSettings(in: context)
    #expect(
      try read.path(revision: "abc", message: "x", atEpochSeconds: Self.moment, fileExtension: "sql")
        == "2026/abc.sql")
  }

  @Test(
    "a name that would leave its folder or cannot be found again is refused",
    arguments: [
      ("../%(rev)s", ScriptNameProblem.leavesFolder), ("/%(rev)s", .leavesFolder), ("a/../%(rev)s", .leavesFolder),
      ("a//%(rev)s", .leavesFolder),
      ("../\u{301}%(rev)s", .leavesFolder), ("./%(rev)s", .leavesFolder), ("", .leavesFolder), ("a/", .leavesFolder),
      (".%(rev)s", .hidden), ("a/.b/%(rev)s", .hidden), ("a\u{7}", .controlCharacter),
      ("%(rev)64s%(rev)64s%(rev)64s%(rev)64s", .tooLong(limit: 255)),
    ])
  func refused(template: String, problem: ScriptNameProblem) throws {
    let error = #expect(throws: ConfigurationError.self) { try path(template) }
    guard case .unusableScriptName(_, problem)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("an id with a slash in it makes no folder")
  func slashInID() {
    #expect(throws: ConfigurationError.unusableScriptName("a/b.swift", .leavesFolder)) {
      try path("%(rev)s", rev: "a/b")
    }
  }

  @Test(
    "a template that cannot be read is told",
    arguments: [
      ("%(revision)s", FileTemplateProblem.unknownToken("revision", suggestion: nil)),
      ("%(yaer)s", .unknownToken("yaer", suggestion: "year")),
      ("%(rev", .unterminatedToken), ("%(rev)", .badFormat(token: "rev")), ("%(rev)x", .badFormat(token: "rev")),
      ("%(rev)d", .badFormat(token: "rev")), ("%(year)999d", .widthTooLarge(999)),
    ])
  func badTemplates(text: String, problem: FileTemplateProblem) throws {
    #expect(throws: problem) { try FileTemplate(text) }
  }

  @Test("in the file, a template's `%` are doubled, and a broken one is told with its line")
  func inFile() throws {
    let context = ProcessContext(currentDirectory: "/")
    let read = try rev("file_template = %%(year)d_%%(slug)s").newScriptSettings(in: context)
    #expect(read.fileTemplate.text == "%(year)d_%(slug)s")
    #expect(
      throws: ConfigurationError.badValue(
        BadValue(
          key: "file_template", value: "%(rve)s",
          allowed: .template(.unknownToken("rve", suggestion: "rev")), position: at(2)))
    ) { try rev("file_template = %%(rve)s").newScriptSettings(in: context) }
    #expect(
      throws: ConfigurationError.interpolation(.unknownName("rev", suggestion: nil), key: "file_template", at(2))
    ) { try rev("file_template = %(rev)s").newScriptSettings(in: context) }
  }

  @Test("truncate_slug_length is a number from 1 to 200")
  func slugLength() throws {
    let context = ProcessContext(currentDirectory: "/")
    let read = try rev("truncate_slug_length = 5").newScriptSettings(in: context)
    #expect(
      try read.path(revision: "r", message: "alpha beta", atEpochSeconds: 0, fileExtension: "sql") == "r_alpha_.sql")
    for value in ["0", "201", "-1", "x"] {
      #expect(
        throws: ConfigurationError.badValue(
          BadValue(key: "truncate_slug_length", value: value, allowed: .integer(1...200), position: at(2)))
      ) { try rev("truncate_slug_length = \(value)").newScriptSettings(in: context) }
    }
  }
}
