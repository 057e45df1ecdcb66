import FoundationEssentials
import OAuth
import Registry

extension Refreshing {
  /// What the platform's file holds now. It is checked for what can be seen from here: a request that can only fail would
  /// count as a refusal.
  func assertion(_ path: String, server: String) throws(EngineError) -> WorkloadAssertion {
    func failed(_ fault: AssertionFileError.Fault) -> EngineError {
      .assertionFile(server: server, AssertionFileError(path: path, fault))
    }
    let bytes: [UInt8], assertion: WorkloadAssertion
    do { bytes = try dependencies.readAssertion(path) } catch { throw .assertionFile(server: server, error) }
    do { assertion = try WorkloadAssertion.parse(bytes) } catch { throw failed(.unusable(error)) }
    if let end = assertion.expiresAt, assertion.hasExpired(at: dependencies.now()) { throw failed(.expired(at: end)) }
    return assertion
  }
}
