import Registry

extension ErrorReport {
  /// The disk's and SQLite's failures, by what a person can do about them.
  static func report(_ fault: DatabaseFault) -> ErrorReport {
    let message = fault.message
    switch fault.kind {
    case .full: return full(fault.fileSystem)
    case .io: return ErrorReport("the disk fails under the registry: \(message)", .failure, code: "disk_error")
    case .busy: return ErrorReport("the registry is locked by another process", .temporary, code: "registry_busy")
    case .damaged:
      return ErrorReport("the registry is damaged: \(message)", .registryUnusable, code: "registry_damaged")
    case .readOnly, .cannotOpen:
      return ErrorReport("the registry cannot be opened for writing: \(message)", .failure, code: "registry_unwritable")
    case .duplicate, .constraint, .other:
      return ErrorReport("the registry refused: \(message)", .failure, code: "registry_failed")
    }
  }

  private static func full(_ disk: FullDisk?) -> ErrorReport {
    guard let disk else {
      return ErrorReport("no space left for the registry", hints: ["df -h"], .failure, code: "disk_full")
    }
    let option = disk.isOutOfFiles ? "-i" : "-h"
    return ErrorReport(
      "no space left for the registry: the file system at \(disk.mountPoint) "
        + (disk.isOutOfFiles ? "can hold no more files" : "is full"),
      hints: ["df \(option) \(Shell.quoted(disk.mountPoint))"], .failure, code: "disk_full")
  }
}
