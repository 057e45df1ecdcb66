import Engine
import Foundation
import LinuxPlatform
import Registry
import Testing

/// A FIFO in the place of each file that is opened by its name: nothing waits for its other end.
@Suite("Regular files only", .timeLimit(.minutes(1)))
struct RegularFileTests {
  let folder: TemporaryFolder
  let fifo: String

  init() throws {
    folder = try TemporaryFolder()
    fifo = folder["1"]
    try #require(mkfifo(fifo, 0o600) == 0)
  }

  @Test("a FIFO in the place of one of the registry's files is refused", arguments: ["", "-wal", "-shm", "-journal"])
  func registry(suffix: String) throws {
    let location = try RegistryLocation.find(explicit: folder["r.sqlite"], environment: [:])
    try location.prepare()
    let path = folder["r.sqlite" + suffix]
    try #require(mkfifo(path, 0o600) == 0)
    #expect(!location.isForeign)
    #expect(throws: PrivatePathError.insecure(path: path, reason: "is not a regular file")) { try location.prepare() }
  }

  @Test("a FIFO or a device is no registry to be locked")
  func inode() {
    for path in [fifo, "/dev/null"] {
      #expect(throws: LockError(path: path, reason: "is not a regular file")) {
        try RegistryInode.open(path, making: true)
      }
    }
  }

  @Test("a FIFO in the place of a spool file is no answer, and no place for one")
  func spool() throws {
    let spool = FileTokenSpool(folder: folder.path)
    let refused = TokenSpoolError(path: fifo, reason: "is not a regular file", isFull: false)
    #expect(throws: refused) { try spool.kept(for: 1) }
    #expect(throws: refused) { try spool.allocate(1, bytes: 64) }
    #expect(throws: refused) { try spool.keep([1], for: 1) }
  }

  @Test("a FIFO in the place of a lock file is refused")
  func lock() {
    #expect(throws: LockError(path: fifo, reason: "is not a regular file")) {
      try FileGrantLock(folder: folder.path).attempt("1")
    }
  }

  @Test("a FIFO or a device in the place of a key or an assertion is refused")
  func secrets() {
    for path in [fifo, "/dev/null"] {
      #expect(throws: KeyError.insecure(path: path, "is not a regular file")) { try FileKeyProvider().keys(at: path) }
      #expect(throws: PrivatePathError.insecure(path: path, reason: "is not a regular file")) {
        try PrivateFile.read(path, limit: 64)
      }
      #expect(throws: AssertionFileError(path: path, .notAFile)) { try AssertionFile.read(path) }
    }
  }

  @Test(
    "a FIFO in the place of a CA file or a client certificate is refused",
    arguments: ["ca", "environment", "certificate", "variable"])
  func certificates(_ place: String) {
    let environment =
      place == "environment" ? ["SSL_CERT_FILE": fifo] : place == "variable" ? ["MCPCRED_CLIENT_CERT": fifo] : [:]
    let settings = TransportSettings(
      caCertificate: place == "ca" ? fifo : nil, clientCertificate: place == "certificate" ? fifo : nil,
      environment: environment, userAgent: "mcpcred/test")
    let failure = #expect(throws: TransportSetupError.self) { try SocketTransport(settings) }
    #expect(failure?.reason.hasSuffix("\(fifo) is not a regular file") == true, "\(String(describing: failure))")
  }
}
