/// Fault plans on the management port.
enum ManagedFaults {
  private struct Mistake: Error {
    let text: String
  }

  /// The body is the list, or an object with the list under `faults` and perhaps a `seed`.
  static func plan(_ body: JSON, in world: inout World) -> ManagementResult {
    guard let list = body.array ?? body["faults"]?.array else { return .failure("a list of faults is needed") }
    do throws(Mistake) {
      var entries: [PlannedFault] = []
      for item in list { entries.append(try entry(item)) }
      world.faults = FaultPlan(entries, seed: try seed(body["seed"]))
      return .done(json(world.faults))
    } catch {
      return .failure(error.text)
    }
  }

  private static func seed(_ value: JSON?) throws(Mistake) -> UInt64 {
    guard let value else { return 0 }
    guard let seed = value.integer, seed >= 0 else { throw Mistake(text: "seed must be an integer, not negative") }
    return UInt64(seed)
  }

  private static func entry(_ item: JSON) throws(Mistake) -> PlannedFault {
    guard let endpoint = item["endpoint"]?.string.flatMap(FaultEndpoint.init) else {
      throw Mistake(text: "endpoint must be one of: \(FaultEndpoint.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let fault = item["fault"]?.string.flatMap { name in
      Fault(
        name: name, retryAfter: item["retry_after"]?.integer, seconds: item["seconds"]?.double,
        member: item["member"]?.string)
    }
    guard let fault else {
      throw Mistake(text: "fault must be one of: \(Fault.all.map(\.name).joined(separator: ", "))")
    }
    return PlannedFault(
      endpoint, fault, times: try times(item["times"]), after: try after(item["after"]),
      probability: try probability(item["probability"]))
  }

  private static func times(_ value: JSON?) throws(Mistake) -> Int? {
    switch value {
    case nil: return 1
    case .null: return nil
    case .integer(let times) where times > 0: return times
    default: throw Mistake(text: "times must be a positive integer, or null for every request")
    }
  }

  private static func after(_ value: JSON?) throws(Mistake) -> Int {
    guard let value else { return 0 }
    guard let after = value.integer, after >= 0 else {
      throw Mistake(text: "after must be how many requests pass first")
    }
    return after
  }

  private static func probability(_ value: JSON?) throws(Mistake) -> Double {
    guard let value else { return 1 }
    guard let probability = value.double, probability > 0, probability <= 1 else {
      throw Mistake(text: "probability must be above 0 and at most 1")
    }
    return probability
  }

  static func json(_ plan: FaultPlan) -> JSON {
    .array(
      plan.entries.map { entry in
        [
          "endpoint": .string(entry.endpoint.rawValue), "fault": .string(entry.fault.name),
          "times": entry.times.map(JSON.integer) ?? .null, "after": .integer(entry.after),
          "probability": .number(entry.probability),
        ]
      })
  }
}
