import Glibc
import HTTP
import LinuxPlatform

/// Shows addresses as QR codes on the terminal, for the camera of a phone (`--qr`).
struct QRCodeView: Sendable {
  let console: Console
  let program: QRCodeProgram

  /// A code that cannot be drawn is a warning: the address itself is shown too.
  func show(_ url: WebURL) {
    guard Console.isTerminal(STDERR_FILENO) else { return console.warning("no QR code: stderr is not a terminal") }
    do throws(QRCodeProgram.Failure) {
      console.draw(try program.draw(url.raw))
    } catch {
      switch error {
      case .notInstalled:
        console.warning("no QR code: qrencode is not installed")
        console.hint("sudo apt install qrencode")
      case .failed(let reason): console.warning("no QR code: qrencode: \(reason)")
      }
    }
  }
}
