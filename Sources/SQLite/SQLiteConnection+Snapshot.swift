internal import CSQLite
import Glibc

extension SQLiteConnection {
  /// A database in memory with what a file holds now, for a disk on which nothing can be made: SQLite cannot even read a
  /// file with a write-ahead log without `-shm`, which it makes. Nothing is written, neither now nor later.
  public static func snapshot(of path: String) throws(SQLiteError) -> sending SQLiteConnection {
    let connection = try SQLiteConnection(path: ":memory:")
    var image = try Self.image(of: path)
    // It says that there is a log (file format §1.3, offsets 18 and 19), which there cannot be in memory.
    if image.count > 19, image[18] == 2, image[19] == 2 { (image[18], image[19]) = (1, 1) }
    guard let copy = sqlite3_malloc64(UInt64(image.count)) else { throw SQLiteError(SQLITE_NOMEM, "out of memory") }
    image.withUnsafeBytes { copy.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(copy), byteCount: $0.count) }
    let flags = UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE)
    let size = Int64(image.count)
    let code = sqlite3_deserialize(
      connection.handle, "main", copy.assumingMemoryBound(to: UInt8.self), size, size, flags)
    guard code == SQLITE_OK else { throw SQLiteError(code, "the registry cannot be read into memory") }
    return connection
  }

  /// The file's pages. Where there is a log it is read with an index in memory, which takes the file for ourselves for that
  /// moment. Where there is none, and none can be made, nobody writes either, and the file is read as it is.
  private static func image(of path: String) throws(SQLiteError) -> [UInt8] {
    let refusal: SQLiteError
    do throws(SQLiteError) {
      return try read(path, "", first: "PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = ON")
    } catch { refusal = error }
    guard logSize(path) == 0 else { throw refusal }
    let before = changed(path)
    let image = try read(path, "&immutable=1", first: "PRAGMA query_only = ON")
    guard logSize(path) == 0, let before, let after = changed(path), before == after else { throw refusal }
    return image
  }

  private static func read(_ path: String, _ options: String, first: String) throws(SQLiteError) -> [UInt8] {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = sqlite3_open_v2("file:\(escaped(path))?mode=rw\(options)", &opened, flags, nil)
    defer { sqlite3_close_v2(opened) }
    guard let opened, code == SQLITE_OK else { throw SQLiteError(code, "unable to open database file", path: path) }
    _ = csqlite_keep_log(opened)
    sqlite3_busy_timeout(opened, patience)
    let begun = sqlite3_exec(opened, "\(first); SELECT count(*) FROM sqlite_schema", nil, nil, nil)
    guard begun == SQLITE_OK else { throw SQLiteError(begun, String(cString: sqlite3_errmsg(opened)), path: path) }
    var size: Int64 = 0
    guard let pages = sqlite3_serialize(opened, "main", &size, 0) else {
      throw SQLiteError(SQLITE_IOERR, String(cString: sqlite3_errmsg(opened)), path: path)
    }
    defer { sqlite3_free(pages) }
    return Array(UnsafeBufferPointer(start: pages, count: Int(clamping: size)))
  }

  private static func logSize(_ path: String) -> Int {
    var status = stat()
    return stat(path + "-wal", &status) == 0 ? Int(status.st_size) : 0
  }

  /// When the file was last written to, in nanoseconds.
  private static func changed(_ path: String) -> [Int]? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return [status.st_mtim.tv_sec, status.st_mtim.tv_nsec, Int(status.st_size)]
  }

  /// As a URI's path.
  private static func escaped(_ path: String) -> String {
    path.utf8.map { byte in
      let isPlain = byte > 0x2C && byte < 0x7F && byte != UInt8(ascii: "?") && byte != UInt8(ascii: ";")
      return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
