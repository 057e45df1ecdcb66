/// A lifetime in seconds. Some servers quote the number. What is no lifetime, or longer than three centuries, says nothing:
/// a member that is only recommended (RFC 6749 §5.1) must not cost the answer it came with.
struct ForgivingSeconds: Decodable {
  let value: Int?

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let number = (try? container.decode(Double.self)) ?? (try? container.decode(String.self)).flatMap(Double.init)
    value = number.flatMap { (0..<1e10).contains($0) ? Int($0) : nil }
  }
}
