-- Since when a login's refreshes have failed without a success in between; NULL after a success.
ALTER TABLE grant ADD COLUMN failing_since INTEGER;
-- When the refresh token came, and for how many seconds it lives where the server told.
ALTER TABLE grant ADD COLUMN refresh_obtained_at INTEGER;
ALTER TABLE grant ADD COLUMN refresh_lifetime INTEGER;
UPDATE grant SET refresh_obtained_at = obtained_at WHERE sealed_refresh IS NOT NULL;
