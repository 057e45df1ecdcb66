-- The registry. Times are whole seconds since 1970 UTC. Columns named sealed_* hold AES-256-GCM ciphertext; everything
-- else is readable while the key is locked. Row ids are random and never used twice, because ciphertext is bound to them.

CREATE TABLE registry (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id BLOB NOT NULL CHECK (length(id) = 16),
  created_at INTEGER NOT NULL
) STRICT;
INSERT INTO registry (one, id, created_at) VALUES (1, randomblob(16), unixepoch());

-- Keys. A slot is one way to open the data keys; each slot wraps each data key.
CREATE TABLE data_key (
  id INTEGER PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('primary', 'secondary', 'destroyed')),
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX data_key_primary ON data_key (state) WHERE state = 'primary';

CREATE TABLE key_slot (
  id INTEGER PRIMARY KEY,
  provider TEXT NOT NULL CHECK (length(provider) > 0),
  locator TEXT NOT NULL,
  check_value BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (provider, locator)
) STRICT;

CREATE TABLE wrapped_data_key (
  slot_id INTEGER NOT NULL REFERENCES key_slot (id) ON DELETE CASCADE,
  data_key_id INTEGER NOT NULL REFERENCES data_key (id),
  wrapped BLOB NOT NULL,
  PRIMARY KEY (slot_id, data_key_id)
) STRICT, WITHOUT ROWID;

-- Who issues tokens. The tag binds the cached metadata to the data key, so that an edited endpoint is noticed before a
-- secret goes there. Until fresh_until a login need not ask for it again; zero is stale.
CREATE TABLE authorization_server (
  id INTEGER PRIMARY KEY,
  issuer TEXT NOT NULL UNIQUE CHECK (length(issuer) > 0),
  metadata TEXT NOT NULL CHECK (metadata LIKE '{%'),
  metadata_tag BLOB NOT NULL,
  fresh_until INTEGER NOT NULL DEFAULT 0,
  quirks TEXT NOT NULL DEFAULT '{}' CHECK (quirks LIKE '{%')
) STRICT;

CREATE TABLE server (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 64),
  url TEXT NOT NULL CHECK (length(url) > 0),
  authorization TEXT NOT NULL CHECK (authorization IN ('oauth', 'none', 'undiscovered')),
  issuer TEXT,
  resource TEXT,
  resource_mode TEXT NOT NULL DEFAULT 'discovered' CHECK (resource_mode IN ('discovered', 'override', 'omit')),
  default_account TEXT NOT NULL DEFAULT 'default' CHECK (length(default_account) > 0),
  era TEXT CHECK (era IN ('modern', 'legacy')),
  protocol_version TEXT,
  settings TEXT NOT NULL DEFAULT '{}' CHECK (settings LIKE '{%'),
  created_at INTEGER NOT NULL,
  CHECK (authorization <> 'oauth' OR issuer IS NOT NULL)
) STRICT;
CREATE INDEX server_issuer ON server (issuer);

-- What a server last said of itself (RFC 9728), with a tag like that of an authorization server's metadata.
CREATE TABLE resource_metadata (
  server_id INTEGER PRIMARY KEY REFERENCES server (id) ON DELETE CASCADE,
  document TEXT NOT NULL CHECK (document LIKE '{%'),
  url TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('challenge', 'path', 'root')),
  tag BLOB NOT NULL,
  fresh_until INTEGER NOT NULL
) STRICT;

-- A client identity at one issuer, shared by the issuer's servers unless isolated for one; it stays isolated when that
-- server is removed. A client that no request names has is_named 0: the assertion's subject is who asks (RFC 7521 §4.1), and
-- is kept as its id. secret_expires_at: 0 is never, NULL is unknown or no secret (RFC 7591 §3.2.1). secret_obtained_at: when
-- the present secret was given; NULL where that was with the registration. renewal_*: renewals of the secret that came to
-- nothing, how many in a row, since when, and no other before when. deletion_tried_at: when the registration was last asked
-- to be deleted at its server.
CREATE TABLE registration (
  id INTEGER PRIMARY KEY,
  issuer TEXT NOT NULL CHECK (length(issuer) > 0),
  kind TEXT NOT NULL CHECK (kind IN ('pre-registered', 'client-id-metadata', 'dynamic')),
  client_id TEXT NOT NULL CHECK (length(client_id) > 0),
  is_named INTEGER NOT NULL DEFAULT 1 CHECK (is_named IN (0, 1)),
  sealed_client_secret BLOB,
  auth_method TEXT NOT NULL,
  redirect_uris TEXT NOT NULL CHECK (redirect_uris LIKE '[%'),
  secret_expires_at INTEGER,
  secret_obtained_at INTEGER,
  renewal_failures INTEGER NOT NULL DEFAULT 0 CHECK (renewal_failures >= 0),
  renewal_failing_since INTEGER,
  renewal_next_at INTEGER,
  management_uri TEXT,
  sealed_management_token BLOB,
  sealed_document BLOB,
  sealed_private_key BLOB,
  is_isolated INTEGER NOT NULL DEFAULT 0 CHECK (is_isolated IN (0, 1)),
  isolated_for INTEGER REFERENCES server (id) ON DELETE SET NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'retired')),
  superseded_by INTEGER REFERENCES registration (id),
  deletion_tried_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX registration_issuer ON registration (issuer, state);
-- A server's own identity is looked for at each of its logins.
CREATE INDEX registration_isolated ON registration (isolated_for) WHERE isolated_for IS NOT NULL;

-- One login: server x account. assertion_file and refused_assertion: where a platform keeps its assertion, and the fingerprint
-- of the one that the authorization server has refused, which is never sent again. identity_provider: the entry of the
-- provider whose login this one is renewed by. boot_id, boot_time: obtained_at as the machine counts it. failing_since: NULL
-- after a success.
CREATE TABLE grant (
  id INTEGER PRIMARY KEY,
  server_id INTEGER NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  account TEXT NOT NULL CHECK (length(account) > 0),
  registration_id INTEGER NOT NULL REFERENCES registration (id),
  flow TEXT NOT NULL DEFAULT 'authorization_code',
  assertion_file TEXT,
  refused_assertion TEXT,
  identity_provider TEXT,
  issuer TEXT NOT NULL,
  resource TEXT,
  requested_scope TEXT,
  granted_scope TEXT,
  subject TEXT,
  state TEXT NOT NULL CHECK (state IN ('active', 'suspect', 'login_required', 'revoked')),
  state_cause TEXT,
  state_since INTEGER NOT NULL,
  generation INTEGER NOT NULL CHECK (generation >= 1),
  sealed_access BLOB,
  sealed_refresh BLOB,
  sealed_id_token BLOB,
  sealed_dpop_key BLOB,
  obtained_at INTEGER NOT NULL,
  lifetime INTEGER,
  expires_at INTEGER,
  boot_id TEXT,
  boot_time INTEGER,
  refresh_obtained_at INTEGER,
  refresh_lifetime INTEGER,
  due_at INTEGER,
  keepalive_at INTEGER,
  fail_count INTEGER NOT NULL DEFAULT 0 CHECK (fail_count >= 0),
  failing_since INTEGER,
  last_failure TEXT,
  last_failure_at INTEGER,
  last_failure_detail TEXT,
  next_attempt_at INTEGER,
  last_used_at INTEGER,
  created_at INTEGER NOT NULL,
  UNIQUE (server_id, account)
) STRICT;
CREATE INDEX grant_registration ON grant (registration_id);
CREATE INDEX grant_due ON grant (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX grant_next_attempt ON grant (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX grant_keepalive ON grant (keepalive_at) WHERE keepalive_at IS NOT NULL;
-- Times that lie further ahead than they are ever set were written by a clock that has been set back since. The schedule
-- looks for them each time, so each difference has an index: a time less what it can be ahead of now.
CREATE INDEX grant_due_base ON grant (due_at - coalesce(lifetime, 3600)) WHERE due_at IS NOT NULL;
CREATE INDEX grant_keepalive_base ON grant (keepalive_at - coalesce(refresh_lifetime, 95040))
WHERE keepalive_at IS NOT NULL;
CREATE INDEX grant_attempt_base ON grant (next_attempt_at - max(86400, coalesce(lifetime, 0)))
WHERE next_attempt_at IS NOT NULL;

-- The durable note that a refresh token is about to be spent.
CREATE TABLE refresh_intent (
  grant_id INTEGER PRIMARY KEY REFERENCES grant (id) ON DELETE CASCADE,
  generation INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  replays INTEGER NOT NULL DEFAULT 0
) STRICT;

-- A login whose browser part happens elsewhere or later; of a server that is stored, or is to be: so it is found by the
-- server's name, and keeps the server's settings as the login wants them.
CREATE TABLE pending_login (
  id INTEGER PRIMARY KEY,
  server_id INTEGER REFERENCES server (id) ON DELETE CASCADE,
  server_name TEXT NOT NULL,
  server_url TEXT NOT NULL,
  flow TEXT NOT NULL DEFAULT 'authorization_code',
  account TEXT NOT NULL,
  registration_id INTEGER NOT NULL REFERENCES registration (id) ON DELETE CASCADE,
  issuer TEXT NOT NULL,
  resource TEXT,
  resource_mode TEXT NOT NULL DEFAULT 'discovered' CHECK (resource_mode IN ('discovered', 'override', 'omit')),
  settings TEXT NOT NULL DEFAULT '{}' CHECK (settings LIKE '{%'),
  requested_scope TEXT,
  redirect_uri TEXT,
  sealed_state BLOB,
  sealed_verifier BLOB,
  sealed_dpop_key BLOB,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX pending_login_server ON pending_login (server_id, account);
CREATE INDEX pending_login_registration ON pending_login (registration_id);
CREATE INDEX pending_login_name ON pending_login (server_name);
CREATE INDEX pending_login_expiry ON pending_login (expires_at);

-- Revocations still owed to an authorization server. They outlive the server's row.
CREATE TABLE revocation (
  id INTEGER PRIMARY KEY,
  server_name TEXT NOT NULL,
  account TEXT NOT NULL,
  issuer TEXT NOT NULL,
  registration_id INTEGER NOT NULL REFERENCES registration (id),
  kind TEXT NOT NULL CHECK (kind IN ('refresh_token', 'access_token')),
  sealed_token BLOB NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  last_failure TEXT,
  next_attempt_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX revocation_next ON revocation (next_attempt_at);
CREATE INDEX revocation_registration ON revocation (registration_id);

-- What servers said about their tools and other lists, per account.
CREATE TABLE tool_cache (
  server_id INTEGER NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  account TEXT NOT NULL,
  method TEXT NOT NULL DEFAULT 'tools/list',
  generation INTEGER NOT NULL,
  protocol_version TEXT NOT NULL,
  body TEXT NOT NULL CHECK (body LIKE '{%'),
  fetched_at INTEGER NOT NULL,
  fresh_until INTEGER NOT NULL,
  PRIMARY KEY (server_id, account, method)
) STRICT, WITHOUT ROWID;

-- What happened, and who asked; append-only, never a secret. It names rows instead of referring to them, so that it
-- survives them. detail is what the authorization server said beside its code: cleaned, cut, and never a secret.
CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (length(kind) > 0),
  server_name TEXT,
  account TEXT,
  issuer TEXT,
  grant_id INTEGER,
  generation INTEGER,
  cause TEXT,
  detail TEXT,
  actor TEXT,
  count INTEGER NOT NULL DEFAULT 1 CHECK (count >= 1),
  hour INTEGER
) STRICT;
CREATE UNIQUE INDEX event_handed_out ON event (grant_id, generation, actor, hour) WHERE kind = 'handed-out';
CREATE INDEX event_server ON event (server_name, id);
CREATE INDEX event_at ON event (at);
-- The trail is bounded: so many events, and so many rows of hand-outs beside them, or a busy script would push out what
-- happened last month. The newest of each kind are found from the end.
CREATE INDEX event_kept ON event (id) WHERE kind <> 'handed-out';
CREATE INDEX event_counted ON event (id) WHERE kind = 'handed-out';
-- How often a tool has asked for further scopes; rare, and looked up at each time it does.
CREATE INDEX event_step_up ON event (server_name, account, cause, at) WHERE kind IN ('scope-missing', 'step-up');
-- Of the refresher's runs only the last is kept: the new one replaces the old one.
CREATE UNIQUE INDEX event_refresher_ran ON event (kind) WHERE kind = 'refresher-ran';
