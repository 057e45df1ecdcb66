-- Renewals of a client's secret that came to nothing: how many in a row, since when, and no other before when.
ALTER TABLE registration ADD COLUMN renewal_failures INTEGER NOT NULL DEFAULT 0 CHECK (renewal_failures >= 0);
ALTER TABLE registration ADD COLUMN renewal_failing_since INTEGER;
ALTER TABLE registration ADD COLUMN renewal_next_at INTEGER;
