import Glibc

/// Strings in C's form, for as long as this value lives.
final class CStrings {
  /// Ended by a null pointer, as exec wants it.
  let pointers: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String]) { pointers = strings.map { strdup($0) } + [nil] }

  deinit { for pointer in pointers { free(pointer) } }

  subscript(_ index: Int) -> UnsafePointer<CChar>? { pointers[index].map { UnsafePointer($0) } }
}
