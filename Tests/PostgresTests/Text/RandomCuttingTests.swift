import Dialects
import Foundation
import PostgresTesting
import RandomTesting
import Revisions
import Testing

@testable import PostgresDialect

@Suite("Cutting random scripts")
struct RandomCuttingTests {
  private func pieces(_ script: String) -> [StatementCutter.Piece]? {
    try? StatementCutter.pieces(of: Array(script.utf8))
  }

  @Test("loses no byte of any script, and leaves only white space and comments outside the statements")
  func allBytes() throws {
    for round in 0..<rounds(3_000) {
      let script = RandomScripts.script(round)
      let bytes = Array(script.utf8)
      guard let pieces = pieces(script) else { continue }
      #expect(pieces.flatMap { bytes[$0.whole] } == bytes, "\(script)")
      for piece in pieces {
        guard let statement = piece.statement else { continue }
        let around = bytes[piece.whole.lowerBound..<statement.lowerBound]
        let behind = bytes[statement.upperBound..<piece.whole.upperBound]
        #expect(try StatementCutter.cut(String(decoding: around + behind, as: UTF8.self)) == [], "\(script)")
        let alone = try StatementCutter.cut(" " + String(decoding: bytes[statement], as: UTF8.self))
        #expect(alone.map(\.text) == [String(decoding: bytes[statement], as: UTF8.self)], "\(script)")
      }
    }
  }

  @Test("cuts every script where a naive reference does")
  func reference() throws {
    var whole = 0
    for round in 0..<rounds(1_000) {
      // The space keeps a byte-order mark from being the first thing.
      let script = " " + RandomScripts.script(round)
      let bytes = Array(script.utf8)
      let expected = try NaiveCutter.pieces(of: script)
      let found = pieces(script)
      #expect(found?.map { String(decoding: bytes[$0.whole], as: UTF8.self) } == expected?.map(\.text), "\(script)")
      #expect(found?.map { $0.statement != nil } == expected?.map { !$0.tokens.isEmpty }, "\(script)")
      whole += found == nil ? 0 : 1
    }
    #expect(whole > 100, "most scripts are broken, and prove little")
  }

  @Test(
    "cuts every script where psql does",
    .enabled(if: PostgresPrograms.areInstalled, "\(PostgresPrograms.whyMissing)"))
  func psql() async throws {
    var input = ""
    var expected: [(script: String, queries: [String])] = []
    for round in 0..<rounds(2_000) {
      let script = " " + RandomScripts.script(round) + "\n;"
      guard let pieces = pieces(script) else { continue }
      let bytes = Array(script.utf8)
      expected.append((script, pieces.map { asSent(String(decoding: bytes[$0.whole], as: UTF8.self)) }))
      input += script + "\n\(next(expected.count))\n"
    }
    let database = try await PostgresServer.shared().makeDatabase()
    let log = database.server.socketFolder + "/cutting.log"
    _ = try await database.psql(["-q", "-o", "/dev/null", "-L", log], input: input)
    var sent = queries(inLog: try String(contentsOfFile: log, encoding: .utf8))[...]
    for (position, script) in expected.enumerated() {
      let found = sent.prefix { $0 != next(position + 1) }
      sent = sent.dropFirst(found.count + 1)
      #expect(script.queries.map(withoutBlankLines) == found.map(withoutBlankLines), "\(script.script)")
    }
    #expect(expected.count > 500, "most scripts are broken, and prove little")
  }

  /// What tells the queries of one script from those of the next.
  private func next(_ number: Int) -> String { "SELECT 'next', \(number);" }

  /// A piece as psql sends it: without the white space and the line comments before it.
  private func asSent(_ piece: String) -> String {
    var rest = piece.unicodeScalars[...]
    while let first = rest.first {
      if rest.starts(with: "--".unicodeScalars) {
        rest = rest.drop { $0 != "\n" && $0 != "\r" }
      } else if first.properties.isWhitespace {
        rest.removeFirst()
      } else {
        break
      }
    }
    return String(String.UnicodeScalarView(rest))
  }

  /// psql leaves blank lines out, unless they are in quotes.
  private func withoutBlankLines(_ query: String) -> String {
    query.replacing(/\n+/.matchingSemantics(.unicodeScalar), with: "\n")
  }

  private func queries(inLog log: String) -> [String] {
    log.components(separatedBy: "********* QUERY **********\n").dropFirst().compactMap { part in
      part.components(separatedBy: "\n**************************\n").first
    }
  }
}
