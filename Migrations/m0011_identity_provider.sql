-- The entry of the identity provider whose login a login is renewed by: accounts of one server may have different ones.
ALTER TABLE grant ADD COLUMN identity_provider TEXT;
UPDATE grant SET identity_provider = (
  SELECT json_extract(settings, '$.identityProvider') FROM server WHERE server.id = grant.server_id
) WHERE flow = 'id_jag';
