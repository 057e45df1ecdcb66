import Registry

extension KeyEncryptionKey {
  /// The text a provider keeps, which an editor or a shell may have ended with a newline.
  init?(keptText text: [UInt8]) {
    self.init(hex: text.last == UInt8(ascii: "\n") ? Array(text.dropLast()) : text)
  }
}
