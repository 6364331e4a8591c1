package im.hongyan.http.site;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SitePathTest {
    @Test
    void addressesStandForFiles() {
        assertThat(SitePath.of("/")).isEqualTo(new SitePath.Plain("demo/phones/index.html"));
        assertThat(SitePath.of("/demo/phones/a/b.css")).isEqualTo(new SitePath.Plain("demo/phones/a/b.css"));
        assertThat(SitePath.of("/third_party/x@1.2/y.wasm")).isEqualTo(new SitePath.Plain("third_party/x@1.2/y.wasm"));
        assertThat(SitePath.of("/demo/miniprogram/app.json"))
                .isEqualTo(new SitePath.Plain("demo/miniprogram/app.json"));
        assertThat(SitePath.of("/demo/miniprogram/pages/chat/chat.js"))
                .isEqualTo(new SitePath.Wrapped(
                        "demo/miniprogram/pages/chat/chat.js", "pages/chat/chat.js", SitePath.PAGE));
        assertThat(SitePath.of("/demo/fake-wx/device.js"))
                .isEqualTo(new SitePath.Wrapped("sdk/fake-wx/lib/device.js", "fake-wx/device.js", SitePath.MODULE));
        assertThat(SitePath.of("/sdk/hongyan.js")).isEqualTo(new SitePath.Sdk("hongyan"));
        assertThat(SitePath.of("/docs")).isEqualTo(new SitePath.Moved("/docs/"));
        assertThat(SitePath.of("/docs/")).isEqualTo(new SitePath.Document("docs/README.md"));
        assertThat(SitePath.of("/docs/wire/native")).isEqualTo(new SitePath.Document("docs/wire/native.md"));
        assertThat(SitePath.of("/docs/house/sdk/README")).isEqualTo(new SitePath.Document("sdk/README.md"));
        assertThat(SitePath.of("/docs/api")).isEqualTo(new SitePath.RestPage());
    }

    @Test
    void nothingElseIsThere() {
        for (String address : new String[] {
            "",
            "docs",
            "//",
            "/demo",
            "/demo/",
            "/demo/phones/",
            "/demo/../pom.xml",
            "/demo/phones/../../pom.xml",
            "/demo/phones/..",
            "/demo/phones/./x.js",
            "/demo/phones//x.js",
            "/demo/phones/.git/config",
            "/demo/phones/%2e%2e/x.js",
            "/demo/phones/..%2fx.js",
            "/demo/phones/..\\x.js",
            "/demo/phones/x.js%00.png",
            "/demo/phones/x y.js",
            "/demo/phones/node_modules/a.js",
            "/demo/miniprogram/test/a.js",
            "/demo/fake-wx/node/transport.js",
            "/demo/fake-wx/memory/server.js",
            "/demo/fake-wx/README.md",
            "/sdk/",
            "/sdk/hongyan",
            "/sdk/hongyan/index.js",
            "/sdk/../x.js",
            "/docs/wire/native.md",
            "/docs/wire/",
            "/docs/house/pom",
            "/docs/house/../pom",
            "/docsx",
            "/third_party/.hidden",
            "/server/pom.xml",
            "/x".repeat(300)
        }) {
            assertThat(SitePath.of(address)).as(address).isNull();
        }
    }

    @Test
    void theLanguageIsAskedForOrPreferred() {
        assertThat(Language.choose(null, null)).isEqualTo(Language.EN);
        assertThat(Language.choose(null, "zh-CN,zh;q=0.9,en;q=0.8")).isEqualTo(Language.ZH);
        assertThat(Language.choose(null, "de, en;q=0.5, zh;q=0.4")).isEqualTo(Language.EN);
        assertThat(Language.choose(null, "de;q=1, zh-TW;q=0.1")).isEqualTo(Language.ZH);
        assertThat(Language.choose(null, "zh;q=x, ;;,,")).isEqualTo(Language.EN);
        assertThat(Language.choose("zh", "en")).isEqualTo(Language.ZH);
        assertThat(Language.choose("xx", "zh")).isEqualTo(Language.EN);
    }
}
