import FoundationEssentials
import HTTP
import Testing

@testable import Registry

@Suite struct ServerSettingsTests {
  private static let all: [ServerSettings] =
    [nil, true, false].flatMap { legacy in
      ([nil] + AddressScope.allCases.map { $0 }).map { scope in
        var settings = ServerSettings()
        settings.legacyAuth = legacy
        settings.addressScope = scope
        return settings
      }
    }

  @Test("settings are read as they were written, and as any decoder reads them", arguments: all)
  func roundTrip(_ settings: ServerSettings) throws {
    let decoded = try JSONDecoder().decode(ServerSettings.self, from: Data(settings.json.utf8))
    #expect(decoded == settings)
    #expect(ServerSettings(json: settings.json) == settings)
  }

  @Test("white space and unknown members change nothing; what is no object of settings is none")
  func odd() {
    var near = ServerSettings()
    near.addressScope = .site
    #expect(ServerSettings(json: " { \"addressScope\" : \"site\", \"later\": 1 } ") == near)
    #expect(ServerSettings(json: "") == nil && ServerSettings(json: "{\"addressScope\":\"moon\"}") == nil)
  }
}
