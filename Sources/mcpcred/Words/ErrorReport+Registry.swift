import Engine
import Registry

extension ErrorReport {
  static func report(_ error: RegistryError) -> ErrorReport {
    switch error {
    case .newer(let path, let version, let known):
      ErrorReport(
        "\(path) was written by a newer mcpcred: its schema is \(version), this program knows \(known)",
        hints: ["mcpcred --version"], .registryUnusable, code: "registry_newer")
    case .retired(let path):
      ErrorReport(
        "\(path) was written by mcpcred before 0.1, whose registries are no longer read; nothing was changed",
        hints: [
          "mv \(Shell.quoted(path)) \(Shell.quoted("\(path).before-0.1")), and log in anew", "mcpcred add NAME URL",
        ],
        .registryUnusable, code: "registry_retired")
    case .foreign(let path):
      ErrorReport(
        "\(path) is not a registry of mcpcred", hints: ["mcpcred --registry PATH …"], .registryUnusable,
        code: "registry_foreign")
    case .torn(let path, let version):
      ErrorReport(
        "\(path) is damaged: its tables are not those of schema \(version), which it says it has; nothing was changed",
        hints: ["cp BACKUP \(Shell.quoted(path))"], .registryUnusable, code: "registry_damaged")
    case .emptied(let path):
      ErrorReport(
        "\(path) is damaged: it is empty, although it has held logins; nothing was changed",
        hints: ["cp BACKUP \(Shell.quoted(path))", "rm \(Shell.quoted(path)), to begin anew"], .registryUnusable,
        code: "registry_damaged")
    case .unknownServer(let name, let similar):
      ErrorReport(
        "no server \(Untrusted.quoted(name))" + didYouMean(similar), hints: ["mcpcred list"], .notFound,
        code: "unknown_server")
    case .unknownAccount(let server, let account):
      ErrorReport(
        "\(server) has no account \(Untrusted.quoted(account))", hints: ["mcpcred account \(server)"], .notFound,
        code: "unknown_account")
    case .nameTaken(let name):
      ErrorReport(
        "the name \(name) is taken", hints: ["mcpcred login \(name)", "mcpcred add OTHER-NAME URL"], .usage,
        code: "name_taken")
    case .sealBroken(let place):
      ErrorReport(
        "registry damaged: \(place.field) of \(place.table) row \(place.row) does not open; it was edited, moved or cut",
        .registryUnusable, code: "seal_broken")
    case .unreadableRow(let table, let id):
      ErrorReport(
        "row \(id) of \(table) was written by a newer mcpcred or damaged", hints: ["mcpcred --version"],
        .registryUnusable, code: "unreadable_row")
    case .keysExist:
      ErrorReport("this registry has its key already", .usage, code: "already_initialized")
    case .metadataTampered(let issuer):
      ErrorReport(
        "registry damaged: the cached metadata of \(issuer) was changed outside mcpcred; nothing was sent",
        .registryUnusable, code: "metadata_tampered")
    case .database(let error): report(error)
    }
  }

  static func report(_ error: KeyError) -> ErrorReport {
    switch error {
    case .locked:
      ErrorReport(
        "the keyring is locked", hints: ["unlock your login keyring, then try again"], .keyUnavailable,
        code: "key_locked")
    case .absent(let kind):
      ErrorReport(
        "\(name(of: kind)) has no key for this registry, although one was made; nothing was replaced",
        hints: [restore], .keyUnavailable, code: "key_absent")
    case .timedOut(let kind):
      ErrorReport("\(name(of: kind)) does not answer", .keyUnavailable, code: "key_timed_out")
    case .unavailable(let kind, let reason):
      ErrorReport(
        "\(name(of: kind)) cannot be reached: \(Untrusted.plain(reason))",
        hints: kind == .secretService ? ["export DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/$(id -u)/bus"] : [],
        .keyUnavailable, code: "key_unavailable")
    case .mismatch(let kind):
      ErrorReport(
        "\(name(of: kind)) holds another key than this registry's", hints: [restore],
        .registryUnusable, code: "key_mismatch")
    case .insecure(let path, let reason):
      ErrorReport(
        "the key file \(path) is not private: it \(reason)", hints: ["chmod 600 \(Shell.quoted(path))"], .policy,
        code: "insecure_key_file")
    }
  }

  /// Where the key was looked for, and how it comes back there.
  static func absent(_ kind: KeyProviderKind, at locator: String) -> ErrorReport {
    switch kind {
    case .file:
      ErrorReport(
        "there is no key file \(locator), although this registry's key was put there; nothing was replaced",
        hints: ["cp BACKUP \(Shell.quoted(locator))", restore], .keyUnavailable, code: "key_absent")
    case .secretService:
      ErrorReport(
        "the Secret Service has no key for this registry, although one was made; nothing was replaced. It was looked for "
          + "by the attributes app=mcpcred and registry=\(locator)",
        hints: ["open the keyring that was in use then (Seahorse, KWalletManager), and look for it", restore],
        .keyUnavailable, code: "key_absent")
    }
  }

  private static let restore = "restore the key from a backup; without it the logins of this registry are lost"

  /// The registry has no key yet, so there still is a choice.
  static func report(making error: KeyError) -> ErrorReport {
    let plain = report(error)
    guard plain.status == .keyUnavailable else { return plain }
    return ErrorReport(
      plain.message + "; choose where this registry's key is kept",
      hints: ["mcpcred init --key-provider secret-service", "mcpcred init --key-provider file"], plain.status,
      code: plain.code)
  }

  private static func name(of kind: KeyProviderKind) -> String {
    switch kind {
    case .secretService: "the Secret Service"
    case .file: "the key file"
    }
  }
}
