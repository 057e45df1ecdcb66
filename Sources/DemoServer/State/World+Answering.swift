import LoopbackHTTP

extension World {
  /// Takes a request in: it meets its fault, and is logged.
  mutating func receive(_ request: LoopbackRequest) -> (call: Call, number: Int) {
    var call = Call(request, behaviours)
    call.fault = faults.take(for: call)
    return (call, log.add(call, at: clock.now))
  }

  /// Acts on a request; `nil` if the connection is to be closed without an answer.
  mutating func answer(_ call: Call, number: Int) -> Answer? {
    guard call.fault != .dropBefore else { return nil }
    call.fault?.change(&self)
    var answer = call.fault?.answerInstead(of: call) ?? act(on: call)
    if let fault = call.fault { answer = fault.spoil(answer) }
    guard call.fault?.delivery != .nothing else { return nil }
    log.answered(number, status: answer.status)
    return answer
  }

  private mutating func act(on call: Call) -> Answer {
    guard OriginCheck.isLoopback(host: call.request) else { return Answer(status: 421) }
    return switch call.route {
    case .authorizationServerMetadata:
      MetadataDelivery.answer(call, in: &self) { MetadataEndpoint.answer(call, in: &$0) }
    case .protectedResourceMetadata(let resource):
      MetadataDelivery.answer(call, in: &self) {
        ProtectedResourceMetadataEndpoint.answer(call, for: resource, in: &$0)
      }
    case .registration: RegistrationEndpoint.answer(call, in: &self)
    case .clientConfiguration(let id): ClientConfigurationEndpoint.answer(call, for: id, in: &self)
    case .clientDocument: ClientDocumentEndpoint.answer(call, in: &self)
    case .authorization: AuthorizationEndpoint.answer(call, in: &self)
    case .pushedAuthorization: PushedAuthorizationEndpoint.answer(call, in: &self)
    case .deviceAuthorization: DeviceAuthorizationEndpoint.answer(call, in: &self)
    case .deviceVerification: DeviceVerificationEndpoint.answer(call, in: &self)
    case .consent: AuthorizationEndpoint.decide(call, in: &self)
    case .token: TokenEndpoint.answer(call, in: &self)
    case .revocation: RevocationEndpoint.answer(call, in: &self)
    case .introspection: IntrospectionEndpoint.answer(call, in: &self)
    case .userInfo: UserInfoEndpoint.answer(call, in: &self)
    case .keys: KeysEndpoint.answer(call, in: &self)
    case .mcp(let resource): MCPEndpoint.answer(call, at: resource, in: &self)
    case .nowhere: .notFound
    }
  }
}
