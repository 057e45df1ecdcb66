import ArgumentParser

/// How `token` answers; `json` is what `--json` gives.
enum TokenFormat: String, ExpressibleByArgument, CaseIterable {
  case raw, header, env, json
}
