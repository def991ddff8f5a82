import CLibGit2

/// What is different between two texts, as `diff -u` would show it.
package struct TextDiff: Hashable, Sendable {
  /// What a line is.
  package enum Kind: Hashable, Sendable { case context, removed, added }

  /// A line of a diff.
  package struct Line: Hashable, Sendable {
    package let kind: Kind
    /// The line without its end; bytes that are not UTF-8 are replaced.
    package let text: String
    /// Where the line stands in the old and in the new text, from 1; nil where it does not.
    package let oldLine: Int?
    package let newLine: Int?
    /// Whether the text ends here without the end of a line.
    package let lacksNewline: Bool
  }

  /// Differences that stand close together, and the lines around them.
  package struct Hunk: Hashable, Sendable {
    /// The first line and the number of lines, as `@@ -1,4 +1,5 @@` has them.
    package let oldStart: Int
    package let oldCount: Int
    package let newStart: Int
    package let newCount: Int
    package let lines: [Line]
  }

  /// The differences in their order; none where the texts are the same.
  package let hunks: [Hunk]

  /// Compares two texts.
  ///
  /// - Parameter context: How many lines to show around a difference.
  package init(from old: [UInt8], to new: [UInt8], context: Int = 3) throws(GitError) {
    let git = try LibGit2.functions().pointee
    var options = git_diff_options()
    try git.check(git.git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION)))
    options.context_lines = UInt32(clamping: context)
    // A script is a text, whatever bytes it holds.
    options.flags |= GIT_DIFF_FORCE_TEXT.rawValue
    var patch: OpaquePointer?
    let code = old.withUnsafeBytes { old in
      new.withUnsafeBytes { new in
        git.git_patch_from_buffers(
          &patch, old.baseAddress, old.count, nil, new.baseAddress, new.count, nil, &options)
      }
    }
    try git.check(code)
    guard let patch else {
      hunks = []
      return
    }
    defer { git.git_patch_free(patch) }
    var hunks: [Hunk] = []
    for index in 0..<git.git_patch_num_hunks(patch) {
      var hunk: UnsafePointer<git_diff_hunk>?
      var count = 0
      try git.check(git.git_patch_get_hunk(&hunk, &count, patch, index))
      guard let hunk = hunk?.pointee else { continue }
      var lines: [Line] = []
      for number in 0..<count {
        var line: UnsafePointer<git_diff_line>?
        try git.check(git.git_patch_get_line_in_hunk(&line, patch, index, number))
        if let line { Self.add(line.pointee, to: &lines) }
      }
      hunks.append(
        Hunk(
          oldStart: Int(hunk.old_start), oldCount: Int(hunk.old_lines), newStart: Int(hunk.new_start),
          newCount: Int(hunk.new_lines), lines: lines))
    }
    self.hunks = hunks
  }

  private static func add(_ line: git_diff_line, to lines: inout [Line]) {
    let kind: Kind
    switch UInt8(bitPattern: line.origin) {
    case UInt8(ascii: " "): kind = .context
    case UInt8(ascii: "+"): kind = .added
    case UInt8(ascii: "-"): kind = .removed
    default: return  // The remark that a text ends without a newline, which the line before has said already.
    }
    var bytes = UnsafeRawBufferPointer(start: line.content, count: line.content_len)[...]
    let hasNewline = bytes.last == 0x0A
    if hasNewline { bytes = bytes.dropLast() }
    lines.append(
      Line(
        kind: kind, text: String(decoding: bytes, as: UTF8.self),
        oldLine: line.old_lineno > 0 ? Int(line.old_lineno) : nil,
        newLine: line.new_lineno > 0 ? Int(line.new_lineno) : nil, lacksNewline: !hasNewline))
  }
}
