extension String {
  /// The text between two marks, with each such mark in it doubled, as SQL writes names and strings. The mark is an ASCII
  /// character.
  package func enclosed(in mark: UInt8) -> String {
    var text = self
    return text.withUTF8 { bytes in
      let marks = bytes.count { $0 == mark }
      return String(unsafeUninitializedCapacity: bytes.count + marks + 2) { buffer in
        buffer[0] = mark
        var count = 1
        for byte in bytes {
          if byte == mark {
            buffer[count] = mark
            count += 1
          }
          buffer[count] = byte
          count += 1
        }
        buffer[count] = mark
        return count + 1
      }
    }
  }
}
