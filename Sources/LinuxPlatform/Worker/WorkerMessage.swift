import Engine
import FoundationEssentials
import Registry

/// What goes through the pipe to a worker: how to reach the registry and the network, the order, and the opened keys.
struct WorkerMessage {
  /// The part without secrets.
  struct Order: Codable {
    let registry: String
    let caCertificate: String?
    let clientCertificate: String?
    let clientKey: String?
    let order: WorkerOrder
  }

  let order: Order
  let keys: DataKeys

  init(order: Order, keys: DataKeys) {
    self.order = order
    self.keys = keys
  }

  /// The length of the order's JSON in four bytes, the JSON, the keys to the end. Whoever calls wipes it.
  var bytes: [UInt8] {
    // Strings and integers always encode.
    let json = (try? JSONEncoder().encode(order)).map { Array($0) } ?? []
    return withUnsafeBytes(of: UInt32(json.count).bigEndian) { Array($0) } + json + keys.transferred
  }

  /// Nil for what `bytes` does not make.
  init?(_ bytes: [UInt8]) {
    guard bytes.count > 4 else { return nil }
    let size = bytes[..<4].reduce(0) { $0 << 8 | Int($1) }
    guard bytes.count > 4 + size,
      let order = try? JSONDecoder().decode(Order.self, from: Data(bytes[4..<4 + size])),
      let keys = DataKeys(transferred: Array(bytes[(4 + size)...]))
    else { return nil }
    self.init(order: order, keys: keys)
  }
}
