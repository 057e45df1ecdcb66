/// Requests that need no token at a server that guards only some of them.
enum OpenRequests {
  static func includes(_ call: Call, _ world: World) -> Bool {
    guard call.request.method == "POST", call.request.header("authorization") == nil else { return false }
    guard world.has(.openInitialize) || world.has(.openToolsList) else { return false }
    switch JSON.parse(call.request.body)?["method"]?.string {
    case "initialize", "notifications/initialized", "server/discover", "ping": return true
    case "tools/list": return world.has(.openToolsList)
    default: return false
    }
  }
}
