import ArgumentParser

/// How `status` answers besides JSON.
enum StatusFormat: String, ExpressibleByArgument, CaseIterable {
  case text, prometheus
}
