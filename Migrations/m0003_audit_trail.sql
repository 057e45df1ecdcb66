-- What the authorization server said beside its code; cleaned, cut, and never a secret.
ALTER TABLE event ADD COLUMN detail TEXT;

-- The trail is bounded: so many events, and so many rows of hand-outs beside them, or a busy script would push out what
-- happened last month. The newest of each kind are found from the end.
CREATE INDEX event_kept ON event (id) WHERE kind <> 'handed-out';
CREATE INDEX event_counted ON event (id) WHERE kind = 'handed-out';
