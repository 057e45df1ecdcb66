-- How often a tool has asked for further scopes; rare, and looked up at each time it does.
CREATE INDEX event_step_up ON event (server_name, account, cause, at) WHERE kind IN ('scope-missing', 'step-up');
