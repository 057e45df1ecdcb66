/// Fault plans on the management port.
enum ManagedFaults {
  private struct Mistake: Error {
    let text: String
  }

  /// The body is the list, or an object with the list under `faults`.
  static func plan(_ body: JSON, in world: inout World) -> ManagementResult {
    guard let list = body.array ?? body["faults"]?.array else { return .failure("a list of faults is needed") }
    do throws(Mistake) {
      var entries: [PlannedFault] = []
      for item in list { entries.append(try entry(item)) }
      world.faults = FaultPlan(entries)
      return .done(json(world.faults))
    } catch {
      return .failure(error.text)
    }
  }

  private static func entry(_ item: JSON) throws(Mistake) -> PlannedFault {
    guard let endpoint = item["endpoint"]?.string.flatMap(FaultEndpoint.init) else {
      throw Mistake(text: "endpoint must be one of: \(FaultEndpoint.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let fault = item["fault"]?.string.flatMap { name in
      Fault(name: name, retryAfter: item["retry_after"]?.integer, seconds: item["seconds"]?.double)
    }
    guard let fault else {
      throw Mistake(text: "fault must be one of: \(Fault.all.map(\.name).joined(separator: ", "))")
    }
    return PlannedFault(endpoint, fault, times: try times(item["times"]))
  }

  private static func times(_ value: JSON?) throws(Mistake) -> Int? {
    switch value {
    case nil: return 1
    case .null: return nil
    case .integer(let times) where times > 0: return times
    default: throw Mistake(text: "times must be a positive integer, or null for every request")
    }
  }

  static func json(_ plan: FaultPlan) -> JSON {
    .array(
      plan.entries.map { entry in
        [
          "endpoint": .string(entry.endpoint.rawValue), "fault": .string(entry.fault.name),
          "times": entry.times.map(JSON.integer) ?? .null,
        ]
      })
  }
}
