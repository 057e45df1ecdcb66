/// Prometheus' text format, read as strictly as its own parser does.
struct Exposition {
  struct Sample: Equatable {
    let name: String
    let labels: [String: String]
    let value: Double
  }

  /// By family, in the order of the text.
  private(set) var families: [(name: String, type: String, help: String)] = []
  private(set) var samples: [Sample] = []

  /// Throws for whatever a scraper would refuse: a line that is none, a sample outside its family, one that comes twice.
  init(_ text: String) throws {
    guard text.isEmpty || text.hasSuffix("\n") else { throw TestFailure("no line feed at the end") }
    var help: (name: String, text: String)?
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
      switch (words[0], words.count > 1 ? words[1] : "") {
      case ("#", "HELP"):
        help = (words[2], words.count > 3 ? words[3] : "")
      case ("#", "TYPE"):
        guard words.count == 4, let known = help, known.name == words[2],
          !families.contains(where: { $0.name == words[2] })
        else { throw TestFailure("TYPE without its HELP, or twice: \(line)") }
        families.append((words[2], words[3], known.text))
      default:
        let sample = try Self.sample(line)
        guard sample.name == families.last?.name else { throw TestFailure("outside its family: \(line)") }
        guard !samples.contains(where: { $0.name == sample.name && $0.labels == sample.labels }) else {
          throw TestFailure("twice: \(line)")
        }
        samples.append(sample)
      }
    }
  }

  /// The value of the only sample with these labels; nil where there is none.
  func value(_ name: String, _ labels: [String: String]) -> Double? {
    samples.first { sample in sample.name == name && labels.allSatisfy { sample.labels[$0.key] == $0.value } }?.value
  }

  private static func sample(_ line: Substring) throws -> Sample {
    var rest = line
    let name = takeName(&rest)
    guard !name.isEmpty else { throw TestFailure("no name: \(line)") }
    var labels: [String: String] = [:]
    if rest.first == "{" {
      rest.removeFirst()
      while rest.first != "}" {
        let label = takeName(&rest)
        guard !label.isEmpty, rest.hasPrefix("=\""), labels[label] == nil else {
          throw TestFailure("bad label: \(line)")
        }
        rest.removeFirst(2)
        labels[label] = try takeText(&rest, line)
        if rest.first == "," {
          rest.removeFirst()
        } else if rest.first != "}" {
          throw TestFailure("bad labels: \(line)")
        }
      }
      rest.removeFirst()
    }
    guard rest.first == " ", let value = Double(rest.dropFirst()) else { throw TestFailure("no value: \(line)") }
    return Sample(name: name, labels: labels, value: value)
  }

  private static func takeName(_ rest: inout Substring) -> String {
    let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    rest = rest[name.endIndex...]
    return String(name)
  }

  private static func takeText(_ rest: inout Substring, _ line: Substring) throws -> String {
    var text = ""
    while let character = rest.popFirst() {
      switch character {
      case "\"": return text
      case "\\":
        switch rest.popFirst() {
        case "\\"?: text += "\\"
        case "\""?: text += "\""
        case "n"?: text += "\n"
        default: throw TestFailure("bad escape: \(line)")
        }
      default: text.append(character)
      }
    }
    throw TestFailure("no closing quote: \(line)")
  }
}
