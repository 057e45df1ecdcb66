extension LoginArguments {
  /// Whether anything was said that decides how a login begins, and so is of no use where it has begun.
  var saysHowToBegin: Bool { client.isGiven || scope.isGiven || scope.dpop != nil || trust.isGiven || manner.isGiven }

  /// The same but for what is kept with a server that nobody has logged in to yet.
  var saysHowToLogIn: Bool { client.isGiven || scope.isGiven || manner.isGiven }
}

extension ClientArguments {
  fileprivate var isGiven: Bool {
    let texts = [
      clientID, clientSecretFile, clientMetadataURL, redirectURI, initialAccessTokenFile, authentication.authMethod,
      authentication.privateKeyFile, authentication.assertionAudience,
    ]
    return clientSecretStdin || newRegistration || ownRegistration || texts.contains { $0 != nil }
  }
}

extension ScopeArguments {
  fileprivate var isGiven: Bool {
    noResource || !authorizeParam.isEmpty || issuer != nil || scope != nil || resource != nil
  }
}

extension TrustArguments {
  fileprivate var isGiven: Bool { legacyAuth || allowMissingPKCE || trustIssuer != nil }
}

extension MannerArguments {
  fileprivate var isGiven: Bool {
    noBrowser || paste || device || begin || qr || grant != nil || loginTimeout != nil
  }
}
