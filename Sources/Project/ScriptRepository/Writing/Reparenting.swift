package import Revisions

extension RevisionScript {
  /// The text of the script where it says that the revision follows others; nothing else in it is another.
  ///
  /// - Parameters:
  ///   - parents: The revisions that it is to follow.
  ///   - text: The script's text as it stands.
  /// - Throws: What keeps the text from being read.
  /// - Returns: Nil where the text does not declare the revision any more.
  package func text(following parents: [RevisionID], in text: [UInt8]) throws(ScriptProblems) -> [UInt8]? {
    let text = try edited(text, following: parents)
    // What was written is read once more: a script is not left in a state that nobody meant.
    guard let text, let entry = try? ScriptFile.read(text, path: path, format: format),
      let written = entry.revisions.first(where: { $0.metadata.id == id }),
      Set(written.metadata.parents) == Set(parents)
    else { return nil }
    return text
  }

  private func edited(_ text: [UInt8], following parents: [RevisionID]) throws(ScriptProblems) -> [UInt8]? {
    switch format {
    case .sql:
      guard let header = try SQLScript.header(of: text, isWhole: true, path: path) else { return nil }
      let list = parents.map(\.rawValue).joined(separator: ", ")
      guard let place = header.parents else {
        let end = header.endOfRevision
        let lineBreak = end < text.count && text[end] == 0x0D ? "\r\n" : "\n"
        return text.replacing(end..<end, with: "\(lineBreak)-- parents: \(list)")
      }
      return text.replacing(place, with: (text[place.lowerBound - 1] == UInt8(ascii: ":") ? " " : "") + list)
    case .swift:
      var text = text
      while true {
        let scan = SwiftScan(text, path: path)
        guard scan.problems.isEmpty else { throw ScriptProblems(scan.problems) }
        guard let declaration = scan.declarations.first(where: { $0.metadata.id == id }) else { return nil }
        guard let edit = declaration.edit(of: text, towards: parents) else { return text }
        text = text.replacing(edit.place, with: edit.text)
      }
    }
  }
}

extension SwiftScan.Declaration {
  /// The next change that brings the list of parents nearer to what is wanted; nil where it says that already.
  fileprivate func edit(of text: [UInt8], towards wanted: [RevisionID]) -> (place: Range<Int>, text: String)? {
    let present = metadata.parents
    let places = parents.elements
    let added = wanted.first { !present.contains($0) }.map { SwiftScriptText.literal($0.rawValue) }
    if let index = present.firstIndex(where: { !wanted.contains($0) }) {
      if let added { return (places[index].string, added) }
      if index + 1 < places.count { return (places[index].whole.lowerBound..<places[index + 1].whole.lowerBound, "") }
      let start = index > 0 ? places[index - 1].whole.upperBound : places[index].whole.lowerBound
      return (start..<places[index].whole.upperBound, "")
    }
    guard let added else { return nil }
    guard let last = places.last else {
      // Without elements the type has to come from elsewhere: from the declaration, or from `[RevisionID]()`.
      let isBare = text[parents.list].last == UInt8(ascii: "]")
      return (parents.list, isBare ? "[\(added)]" : "[RevisionID(\(added))]")
    }
    let before = String(decoding: text[last.whole.lowerBound..<last.string.lowerBound], as: UTF8.self)
    let after = String(decoding: text[last.string.upperBound..<last.whole.upperBound], as: UTF8.self)
    return (last.whole.upperBound..<last.whole.upperBound, ", \(before)\(added)\(after)")
  }
}

extension [UInt8] {
  fileprivate func replacing(_ place: Range<Int>, with text: String) -> [UInt8] {
    self[..<place.lowerBound] + Array(text.utf8) + self[place.upperBound...]
  }
}
