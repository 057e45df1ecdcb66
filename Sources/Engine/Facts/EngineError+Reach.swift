extension EngineError {
  /// Whether the rest of a run over several logins would fail alike: no key, no registry, no more wish to go on. A row
  /// that is damaged concerns its own login only.
  var concernsAll: Bool {
    switch self {
    case .cancelled, .key, .keyAbsent, .cannotMakeKey, .notStored, .transportSetup, .lock, .spool, .workerUnstarted,
      .registry(.database):
      true
    default: false
    }
  }
}
