-- A login in two steps keeps the server's settings as the login wants them, and is found by the server's name: the server
-- itself may not be stored yet.
ALTER TABLE pending_login ADD COLUMN settings TEXT NOT NULL DEFAULT '{}' CHECK (settings LIKE '{%');
CREATE INDEX pending_login_name ON pending_login (server_name);
CREATE INDEX pending_login_expiry ON pending_login (expires_at);
