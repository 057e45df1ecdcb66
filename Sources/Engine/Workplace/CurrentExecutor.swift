/// Where the calling task prefers to run. A task that is started apart from it does not inherit that (SE-0417), and has to
/// be told, or it runs on threads of Swift's own.
enum CurrentExecutor {
  /// Nil where it has no preference.
  static var value: (any TaskExecutor)? {
    withUnsafeCurrentTask { $0?.unownedTaskExecutor?.asTaskExecutor() }
  }
}
