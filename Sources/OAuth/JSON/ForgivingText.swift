/// Text that nothing depends on: another JSON type reads as absent instead of costing the answer it came with.
struct ForgivingText: Decodable {
  let value: String?

  init(from decoder: any Decoder) throws {
    value = try? decoder.singleValueContainer().decode(String.self)
  }
}
