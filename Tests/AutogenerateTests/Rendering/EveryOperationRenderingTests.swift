import OperationTesting
import Revisions
import Testing

@testable import Autogenerate

@Suite("Operations as Swift")
struct EveryOperationRenderingTests {
  /// Each kind of operation in each of the forms that its initialisers have.
  static var samples: [Revisions.Operation] {
    let samples = OperationSamples.reversible + RarerSamples.operations
    return samples + samples.compactMap { try? $0.reversed() }
  }

  @Test("are the operations that they were made from")
  func readBack() async throws {
    let samples = Self.samples
    let texts = samples.map { SwiftRendering().swift($0, indent: 4) }
    for ((sample, text), back) in zip(zip(samples, texts), try await ReadBack.operations(texts)) {
      #expect(back.isEqualInEffect(to: [sample]), "\(text)\n\(sample)\n\(back)")
    }
  }

  @Test("are what `swift format` leaves as it is, on lines of at most 120 columns")
  func formatted() async throws {
    let texts = Self.samples.map { SwiftRendering().swift($0, indent: 2) }
    let text = "import Revisions\n\nvar upgrade: Operations {\n\(texts.joined(separator: "\n"))\n}\n"
    let changes = try await Formatter.changes(in: text)
    #expect(changes.isEmpty, "\(changes.joined(separator: "\n"))")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }
}
