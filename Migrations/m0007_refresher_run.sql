-- Of the refresher's runs only the last is kept: the new one replaces the old one.
CREATE UNIQUE INDEX event_refresher_ran ON event (kind) WHERE kind = 'refresher-ran';
