extension LoggedRequest {
  /// The request as `GET /requests` shows it.
  var json: JSON {
    [
      "number": .integer(number), "at": .number(at), "endpoint": .string(endpoint), "method": .string(method),
      "path": .string(path), "parameters": .object(parameters.mapValues(JSON.string)),
      "headers": .object(headers.mapValues(JSON.string)), "grant_type": grantType.map(JSON.string) ?? .null,
      "client_authentication": clientAuthentication.map(JSON.string) ?? .null,
      "rpc_method": rpcMethod.map(JSON.string) ?? .null, "status": status.map(JSON.integer) ?? .null,
      "fault": fault.map(JSON.string) ?? .null,
    ]
  }
}
