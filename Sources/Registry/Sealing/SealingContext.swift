/// What a ciphertext is bound to, so that it opens nowhere else: sealed value, row and purpose are one.
struct SealingContext {
  let registryID: [UInt8]
  let place: SealedPlace
  /// Zero where a field has no generations.
  let generation: Int64
  /// For a grant's tokens: server URL, issuer, resource and client id, so that an edited row cannot send a live token
  /// elsewhere.
  let binding: [String]

  init(registryID: [UInt8], table: String, row: Int64, field: String, generation: Int64 = 0, binding: [String] = []) {
    self.registryID = registryID
    place = SealedPlace(table: table, row: row, field: field)
    self.generation = generation
    self.binding = binding
  }

  /// Every part with its length before it: no two contexts have the same bytes.
  func associatedData(version: UInt8) -> [UInt8] {
    var data: [UInt8] = [version]
    append(registryID, to: &data)
    append(Array(place.table.utf8), to: &data)
    append(place.row.bigEndianBytes, to: &data)
    append(Array(place.field.utf8), to: &data)
    append(generation.bigEndianBytes, to: &data)
    for text in binding { append(Array(text.utf8), to: &data) }
    return data
  }

  private func append(_ part: [UInt8], to data: inout [UInt8]) {
    data += Int64(part.count).bigEndianBytes
    data += part
  }
}

extension Int64 {
  /// Eight bytes, most significant first.
  var bigEndianBytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> (56 - 8 * $0)) } }

  init(bigEndianBytes bytes: ArraySlice<UInt8>) { self = bytes.reduce(0) { $0 << 8 | Int64($1) } }
}
