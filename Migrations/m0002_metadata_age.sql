-- How long fetched documents may be used without asking again. Zero is stale: what was fetched before this file is asked
-- for at the next login.
ALTER TABLE authorization_server ADD COLUMN fresh_until INTEGER NOT NULL DEFAULT 0;

-- What a server last said of itself (RFC 9728), with a tag like that of an authorization server's metadata.
CREATE TABLE resource_metadata (
  server_id INTEGER PRIMARY KEY REFERENCES server (id) ON DELETE CASCADE,
  document TEXT NOT NULL CHECK (document LIKE '{%'),
  url TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('challenge', 'path', 'root')),
  tag BLOB NOT NULL,
  fresh_until INTEGER NOT NULL
) STRICT;
