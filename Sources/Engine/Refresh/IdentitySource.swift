import OAuth
import Registry

/// A person's login at an identity provider, with what asking for an assertion takes. Nothing of it is spent.
struct IdentitySource {
  let grant: Grant
  let idToken: Secret
  /// The client of that login: the provider gives an assertion to nobody else.
  let registration: Registration
  let metadata: AuthorizationServerMetadata
}
