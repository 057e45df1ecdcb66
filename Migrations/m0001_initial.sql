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
  parameters TEXT NOT NULL DEFAULT '{}' CHECK (parameters LIKE '{%'),
  created_at INTEGER NOT NULL,
  last_used_at INTEGER,
  UNIQUE (provider, locator)
) STRICT;

CREATE TABLE wrapped_data_key (
  slot_id INTEGER NOT NULL REFERENCES key_slot (id) ON DELETE CASCADE,
  data_key_id INTEGER NOT NULL REFERENCES data_key (id),
  wrapped BLOB NOT NULL,
  PRIMARY KEY (slot_id, data_key_id)
) STRICT, WITHOUT ROWID;

-- Who issues tokens. The tag binds the cached metadata to the data key, so that an edited endpoint is noticed before a
-- secret goes there.
CREATE TABLE authorization_server (
  id INTEGER PRIMARY KEY,
  issuer TEXT NOT NULL UNIQUE CHECK (length(issuer) > 0),
  metadata TEXT NOT NULL CHECK (metadata LIKE '{%'),
  metadata_source TEXT NOT NULL,
  metadata_tag BLOB NOT NULL,
  fetched_at INTEGER NOT NULL,
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
  era_seen_at INTEGER,
  settings TEXT NOT NULL DEFAULT '{}' CHECK (settings LIKE '{%'),
  created_at INTEGER NOT NULL,
  CHECK (authorization <> 'oauth' OR issuer IS NOT NULL)
) STRICT;
CREATE INDEX server_issuer ON server (issuer);

-- A client identity at one issuer, shared by the issuer's servers unless isolated for one; it stays isolated when that
-- server is removed. secret_expires_at: 0 is never, NULL is unknown or no secret (RFC 7591 §3.2.1).
CREATE TABLE registration (
  id INTEGER PRIMARY KEY,
  issuer TEXT NOT NULL CHECK (length(issuer) > 0),
  kind TEXT NOT NULL CHECK (kind IN ('pre-registered', 'client-id-metadata', 'dynamic')),
  client_id TEXT NOT NULL CHECK (length(client_id) > 0),
  sealed_client_secret BLOB,
  auth_method TEXT NOT NULL,
  redirect_uris TEXT NOT NULL CHECK (redirect_uris LIKE '[%'),
  secret_expires_at INTEGER,
  management_uri TEXT,
  sealed_management_token BLOB,
  sealed_document BLOB,
  sealed_private_key BLOB,
  is_isolated INTEGER NOT NULL DEFAULT 0 CHECK (is_isolated IN (0, 1)),
  isolated_for INTEGER REFERENCES server (id) ON DELETE SET NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'retired')),
  superseded_by INTEGER REFERENCES registration (id),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX registration_issuer ON registration (issuer, state);

-- One login: server x account.
CREATE TABLE grant (
  id INTEGER PRIMARY KEY,
  server_id INTEGER NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  account TEXT NOT NULL CHECK (length(account) > 0),
  registration_id INTEGER NOT NULL REFERENCES registration (id),
  flow TEXT NOT NULL DEFAULT 'authorization_code',
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
  due_at INTEGER,
  keepalive_at INTEGER,
  fail_count INTEGER NOT NULL DEFAULT 0 CHECK (fail_count >= 0),
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

-- The durable note that a refresh token is about to be spent.
CREATE TABLE refresh_intent (
  grant_id INTEGER PRIMARY KEY REFERENCES grant (id) ON DELETE CASCADE,
  generation INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  replays INTEGER NOT NULL DEFAULT 0
) STRICT;

-- A login whose browser part happens elsewhere or later; of a server that is stored, or is to be.
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
  requested_scope TEXT,
  redirect_uri TEXT,
  sealed_state BLOB,
  sealed_verifier BLOB,
  sealed_device_code BLOB,
  sealed_dpop_key BLOB,
  poll_interval INTEGER,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX pending_login_server ON pending_login (server_id, account);
CREATE INDEX pending_login_registration ON pending_login (registration_id);

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
  is_public INTEGER NOT NULL DEFAULT 0 CHECK (is_public IN (0, 1)),
  fetched_at INTEGER NOT NULL,
  fresh_until INTEGER NOT NULL,
  PRIMARY KEY (server_id, account, method)
) STRICT, WITHOUT ROWID;

-- What happened, and who asked; append-only, never a secret. It names rows instead of referring to them, so that it
-- survives them.
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
  actor TEXT,
  count INTEGER NOT NULL DEFAULT 1 CHECK (count >= 1),
  hour INTEGER
) STRICT;
CREATE UNIQUE INDEX event_handed_out ON event (grant_id, generation, actor, hour) WHERE kind = 'handed-out';
CREATE INDEX event_server ON event (server_name, id);
CREATE INDEX event_at ON event (at);
