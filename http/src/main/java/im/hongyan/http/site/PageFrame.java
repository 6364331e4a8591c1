package im.hongyan.http.site;

/// The dress of the pages that the server makes itself.
final class PageFrame {
    private PageFrame() {}

    /// @param body HTML
    static String page(String title, String body, Language language) {
        return """
                <!doctype html>
                <html lang="%s">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s · Hongyan</title>
                <link rel="icon" href="data:,">
                <link rel="stylesheet" href="/docs/site.css">
                </head>
                <body>
                <header><nav>%s</nav></header>
                <main>
                %s</main>
                </body>
                </html>
                """.formatted(language.word(), Documents.escape(title), navigation(language), body);
    }

    private static String navigation(Language language) {
        return "<a class=\"home\" href=\"/\">" + language.of("Hongyan", "鸿雁") + "</a>"
                + link("/docs/", language.of("Documents", "文档"))
                + link("/docs/wire/native", language.of("Protocol", "协议"))
                + link("/docs/api", "REST")
                + link("/docs/house/sdk/README", "SDK")
                + "<span class=\"grow\"></span>"
                + link("?lang=" + (language == Language.EN ? "zh" : "en"), language.of("中文", "English"));
    }

    private static String link(String to, String text) {
        return "<a href=\"" + to + "\">" + text + "</a>";
    }

    static String missing(Language language) {
        String title = language.of("Nothing is here", "这里什么也没有");
        String body = "<h1>" + title + "</h1>\n<p>"
                + language.of(
                        "There is nothing at this address. <a href=\"/\">Back to the start</a>",
                        "此地址没有内容。<a href=\"/\">回到首页</a>")
                + "</p>\n";
        return page(title, body, language);
    }
}
