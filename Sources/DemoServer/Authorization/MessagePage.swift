/// A page that only says something.
enum MessagePage {
  static func answer(title: String, text: String, status: Int) -> Answer {
    let body = "<h1>\(MarkupText.escape(title))</h1><p>\(MarkupText.escape(text))</p>"
    return .html(PageFrame.html(title: title, body: body), status: status, headers: PageFrame.headers)
  }
}
