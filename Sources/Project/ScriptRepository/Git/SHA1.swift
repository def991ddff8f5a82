/// SHA-1 as FIPS 180-4 has it, which is what git names objects by.
enum SHA1 {
  /// The 20 bytes of the hash of a prefix and what follows it.
  static func hash(prefix: [UInt8], _ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var state: (UInt32, UInt32, UInt32, UInt32, UInt32) = (
      0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0
    )
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 80) { schedule in
      // The prefix and the beginning of the content share the first block.
      let first = min(bytes.count, max(0, 64 - prefix.count))
      let head = prefix + bytes[..<first]
      var offset = first
      var tail: [UInt8] = head
      if head.count == 64 {
        head.withUnsafeBytes { mix($0, into: &state, schedule) }
        while bytes.count - offset >= 64 {
          mix(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + 64]), into: &state, schedule)
          offset += 64
        }
        tail = [UInt8](bytes[offset...])
      }
      // The padding: a one bit, zeros, and the length in bits in the last eight bytes of a block.
      tail.append(0x80)
      while tail.count % 64 != 56 { tail.append(0) }
      let bitCount = UInt64(prefix.count + bytes.count) &* 8
      for shift in stride(from: 56, through: 0, by: -8) { tail.append(UInt8(truncatingIfNeeded: bitCount >> shift)) }
      tail.withUnsafeBytes { tail in
        for start in stride(from: 0, to: tail.count, by: 64) {
          mix(UnsafeRawBufferPointer(rebasing: tail[start..<start + 64]), into: &state, schedule)
        }
      }
    }
    return [state.0, state.1, state.2, state.3, state.4].flatMap { word in
      stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
    }
  }

  private static func mix(
    _ block: UnsafeRawBufferPointer, into state: inout (UInt32, UInt32, UInt32, UInt32, UInt32),
    _ w: UnsafeMutableBufferPointer<UInt32>
  ) {
    for index in 0..<16 {
      w[index] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
    }
    for index in 16..<80 { w[index] = rotate(w[index - 3] ^ w[index - 8] ^ w[index - 14] ^ w[index - 16], 1) }
    var (a, b, c, d, e) = state
    for index in 0..<80 {
      let (f, k): (UInt32, UInt32) =
        switch index {
        case 0..<20: ((b & c) | (~b & d), 0x5a82_7999)
        case 20..<40: (b ^ c ^ d, 0x6ed9_eba1)
        case 40..<60: ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc)
        default: (b ^ c ^ d, 0xca62_c1d6)
        }
      let next = rotate(a, 5) &+ f &+ e &+ k &+ w[index]
      (e, d, c, b, a) = (d, c, rotate(b, 30), a, next)
    }
    state = (state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d, state.4 &+ e)
  }

  @inline(__always)
  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 { word << count | word >> (32 - count) }
}
