/// What a row of statements is, in few characters: 64 bits of FNV-1a, for telling an edited row from the one that ran.
struct StatementDigest: Equatable {
  private var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Adds a statement to the row.
  mutating func append(_ statement: String) {
    for byte in statement.utf8 { add(byte) }
    // No statement has a NUL in it.
    add(0)
  }

  private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }

  /// As the journal has it: which kind of digest it is, and its hexadecimal digits.
  var text: String {
    let digits = String(value, radix: 16)
    return "run1:" + String(repeating: "0", count: 16 - digits.count) + digits
  }
}
