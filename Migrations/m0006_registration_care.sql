-- When the present secret of a client was given; NULL where that was with the registration. When the registration was last
-- asked to be deleted at its server.
ALTER TABLE registration ADD COLUMN secret_obtained_at INTEGER;
ALTER TABLE registration ADD COLUMN deletion_tried_at INTEGER;
-- A server's own identity is looked for at each of its logins.
CREATE INDEX registration_isolated ON registration (isolated_for) WHERE isolated_for IS NOT NULL;
