-- A login with a platform's assertion: the file that the platform keeps it in, and which assertion the authorization server
-- has refused (its fingerprint), which is never sent again.
ALTER TABLE grant ADD COLUMN assertion_file TEXT;
ALTER TABLE grant ADD COLUMN refused_assertion TEXT;
-- A client that no request names: the assertion's subject is who asks (RFC 7521 §4.1), and is kept as its id.
ALTER TABLE registration ADD COLUMN is_named INTEGER NOT NULL DEFAULT 1 CHECK (is_named IN (0, 1));
