-- Times that lie further ahead than they are ever set were written by a clock that has been set back since. The schedule
-- looks for them each time, so each difference has an index: a time less what it can be ahead of now.
CREATE INDEX grant_due_base ON grant (due_at - coalesce(lifetime, 3600)) WHERE due_at IS NOT NULL;
CREATE INDEX grant_keepalive_base ON grant (keepalive_at - coalesce(refresh_lifetime, 95040))
WHERE keepalive_at IS NOT NULL;
CREATE INDEX grant_attempt_base ON grant (next_attempt_at - max(86400, coalesce(lifetime, 0)))
WHERE next_attempt_at IS NOT NULL;
