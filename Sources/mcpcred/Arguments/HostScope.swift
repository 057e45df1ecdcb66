import ArgumentParser

/// For whom a host's file is: for the person everywhere, or for the project in the working folder.
enum HostScope: String, ExpressibleByArgument, CaseIterable {
  case user, project
}
