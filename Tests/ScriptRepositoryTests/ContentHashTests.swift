import Testing

@testable import ScriptRepository

@Suite("Content hash")
struct ContentHashTests {
  @Test(
    "equals SHA-256 on the vectors of its standard and around the borders of its blocks",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb924"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223"),
      ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039"),
      (String(repeating: "a", count: 55), "9f4390f8d30c2dd92ec9f095b65e2b9a"),
      (String(repeating: "a", count: 56), "b35439a4ac6f0948b6d6f9e3c6af0f5f"),
      (String(repeating: "a", count: 63), "7d3e74a05d7db15bce4ad9ec0658ea98"),
      (String(repeating: "a", count: 64), "ffe054fe7ae0cb6dc65c3af9b61d5209"),
      (String(repeating: "a", count: 65), "635361c48bb9eab14198e76ea8ab7f1a"),
      (String(repeating: "a", count: 100_000), "6d1cf22d7cc09b085dfc25ee1a1f3ae0"),
    ])
  func vectors(_ text: String, _ hash: String) {
    #expect(ContentHash(of: Array(text.utf8)).hexadecimal == hash)
  }

  @Test("does not confuse lists that run together")
  func lists() {
    #expect(ContentHash(of: ["ab", "c"]) != ContentHash(of: ["a", "bc"]))
    #expect(ContentHash(of: ["a", ""]) != ContentHash(of: ["a"]))
  }
}
