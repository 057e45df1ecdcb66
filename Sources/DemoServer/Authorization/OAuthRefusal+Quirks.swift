extension OAuthRefusal {
  /// The refusal of a request to the token endpoint, as some deployed servers would put it.
  func answer(to grantType: String?, in world: World) -> Answer {
    if world.has(.emptyRefusals) { return Answer(status: 400) }
    let isAboutGrant = error == "invalid_grant"
    let isAboutCode = isAboutGrant && grantType == GrantType.authorizationCode.rawValue
    let named = world.has(.invalidCode) && isAboutCode ? renamed("invalid_code") : self
    if world.has(.refusalsWith200) { return named.answer(status: 200) }
    return named.answer(status: world.has(.invalidGrantWith401) && isAboutGrant ? 401 : status)
  }
}
