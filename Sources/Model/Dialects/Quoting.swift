extension String {
  /// The text between two marks, with each such mark in it doubled, as SQL writes names and strings. The mark is an ASCII
  /// character.
  package func enclosed(in mark: UInt8) -> String {
    let marks = utf8.count { $0 == mark }
    return String(unsafeUninitializedCapacity: utf8.count + marks + 2) { buffer in
      var count = 0
      func put(_ byte: UInt8) {
        buffer[count] = byte
        count += 1
      }
      put(mark)
      for byte in utf8 {
        if byte == mark { put(mark) }
        put(byte)
      }
      put(mark)
      return count
    }
  }
}
