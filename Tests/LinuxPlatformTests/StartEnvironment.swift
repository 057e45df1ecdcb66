import Foundation

/// The environment as it was: a conversation with another bus changes `DBUS_SESSION_BUS_ADDRESS` for the whole process.
let startEnvironment = ProcessInfo.processInfo.environment
