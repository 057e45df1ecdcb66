extension World {
  /// Whether the server behaves in this way now.
  func has(_ behaviour: Behaviour) -> Bool { behaviours.contains(behaviour) }
}
