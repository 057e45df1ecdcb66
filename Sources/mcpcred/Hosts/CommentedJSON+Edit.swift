// Changes to one member, as splices: every other byte stays what and where it is.
extension CommentedJSON {
  /// With an entry put into a container, a member of the root: added behind the others, or in its old one's place. The
  /// container is made where there is none.
  func putting(_ entry: HostEntry, in container: String) throws(HostFileFlaw) -> [UInt8] {
    guard let holder = try member(container, of: root) else {
      return inserting(into: root) { layout in
        let inner = layout.deeper
        return "\(HostEntry.quoted(container)): {\(inner.start)\(entry.member(inner))\(layout.end)}"
      }
    }
    guard holder.value.members != nil else { throw .notAnObject(at: container) }
    guard let old = try member(entry.name, of: holder.value) else {
      return inserting(into: holder.value) { entry.member($0) }
    }
    let isSpread = bytes[old.value.range].contains(0x0A)
    let layout = JSONLayout(isSpread: isSpread, newline: newline, indent: indent(at: old.start), unit: unit)
    return spliced([(old.value.range, entry.object(layout))])
  }

  /// Without an entry of a container.
  func removing(_ name: String, from container: String) throws(HostFileFlaw) -> [UInt8] {
    guard let holder = try member(container, of: root), let members = holder.value.members,
      let index = members.firstIndex(where: { $0.name == name }), try member(name, of: holder.value) != nil
    else { return bytes }
    let member = members[index]
    let whole = member.start..<(member.comma.map { $0 + 1 } ?? member.range.upperBound)
    if members.count == 1 {
      let inside = (holder.value.range.lowerBound + 1)..<(holder.value.range.upperBound - 1)
      let others = bytes[inside.lowerBound..<whole.lowerBound] + bytes[whole.upperBound..<inside.upperBound]
      // A comment in there stays.
      if others.allSatisfy(Self.isBlank) { return spliced([(inside, "")]) }
    }
    let own = wholeLines(whole)
    // The last one has no comma, and the one before it then needs none.
    guard member.comma == nil, index > 0, let comma = members[index - 1].comma else { return spliced([(own, "")]) }
    let isAtEnd = bytes[own.upperBound...].first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "}")
    var start = own.lowerBound
    while own == whole, isAtEnd, start > comma + 1, [0x20, 0x09].contains(bytes[start - 1]) { start -= 1 }
    return spliced([(comma..<(comma + 1), ""), (start..<own.upperBound, "")])
  }

  /// The only member of that name.
  func member(_ name: String, of node: Node) throws(HostFileFlaw) -> Member? {
    let found = node.members(named: name)
    guard found.count < 2 else { throw .twice(name) }
    return found.first
  }

  /// A member behind the last one. `write` is told how it is to be laid out.
  private func inserting(into object: Node, _ write: (JSONLayout) -> String) -> [UInt8] {
    let close = object.range.upperBound - 1
    // Behind the comments too that belong to the last member.
    var end = close
    while end > object.range.lowerBound + 1, Self.isBlank(bytes[end - 1]) { end -= 1 }
    let here = end..<end
    guard let first = object.members?.first, let last = object.members?.last else {
      let base = indent(at: object.range.lowerBound)
      let layout = JSONLayout(isSpread: true, newline: newline, indent: base + unit, unit: unit)
      let isOpen = bytes[end..<close].contains(0x0A)
      return spliced([(here, newline + base + unit + write(layout) + (isOpen ? "" : newline + base))])
    }
    let isSpread = startsLine(first.start)
    let layout = JSONLayout(isSpread: isSpread, newline: newline, indent: indent(at: first.start), unit: unit)
    let text = (isSpread ? newline + layout.indent : " ") + write(layout)
    let behind = last.value.range.upperBound
    // Where people end the last line with a comma, too.
    guard last.comma == nil else { return spliced([(here, text + ",")]) }
    return behind == end ? spliced([(here, "," + text)]) : spliced([(behind..<behind, ","), (here, text)])
  }

  /// With the line's own blanks and its end, where nothing else is on it.
  private func wholeLines(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound, end = range.upperBound
    while start > 0, [0x20, 0x09].contains(bytes[start - 1]) { start -= 1 }
    while end < bytes.count, [0x20, 0x09, 0x0D].contains(bytes[end]) { end += 1 }
    let isAlone = start > 0 && bytes[start - 1] == 0x0A && end < bytes.count && bytes[end] == 0x0A
    return isAlone ? start..<(end + 1) : range
  }

  private func spliced(_ changes: [(range: Range<Int>, text: String)]) -> [UInt8] {
    var result = bytes
    for change in changes.reversed() { result.replaceSubrange(change.range, with: change.text.utf8) }
    return result
  }

  private var newline: String { bytes.contains(0x0D) ? "\r\n" : "\n" }

  /// What one level is indented by.
  private var unit: String {
    guard let first = root.members?.first, startsLine(first.start) else { return "  " }
    let indent = indent(at: first.start)
    return indent.isEmpty ? "  " : indent
  }

  /// The blanks that the line of a place begins with.
  private func indent(at place: Int) -> String {
    var start = place
    while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
    return String(decoding: bytes[start..<place].prefix { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
  }

  private func startsLine(_ place: Int) -> Bool {
    var start = place
    while start > 0, [0x20, 0x09].contains(bytes[start - 1]) { start -= 1 }
    return start > 0 && bytes[start - 1] == 0x0A
  }

  private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
