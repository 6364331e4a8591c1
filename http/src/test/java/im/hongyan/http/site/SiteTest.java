package im.hongyan.http.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The site out of a folder, and out of a jar.
class SiteTest {
    @TempDir
    Path temp;

    private Path root;
    private SiteWorld world;

    @BeforeEach
    void open() throws Exception {
        root = Files.createDirectory(temp.resolve("checkout"));
        file("demo/phones/index.html", "<!doctype html><title>phones</title>");
        file("demo/phones/phone.html", "<!doctype html><title>phone</title>");
        file("demo/miniprogram/app.js", "'use strict';\nApp({});\n// the end");
        file("sdk/fake-wx/lib/device.js", "module.exports = {};");
        file("sdk/kernel/a.js", "'use strict';\nconst A = 1;\n\nmodule.exports = { A };\n");
        file(
                "sdk/hongyan/index.js",
                "'use strict';\nconst { A } = require('../kernel/a');\n\nconst B = A;\n\nmodule.exports = { B };\n");
        file("docs/README.md", "# Pages\n\n[one](wire/one.md) [out](../pom.xml) [none](../../x.md)");
        file("docs/wire/one.md", "# One <b>\n\n## A part\n\n| a | b |\n|---|---|\n| 1 | [back](../README.md#x) |\n");
        file("docs/wire/one.zh.md", "# 一");
        file("README.md", "# Read me\n\n[docs](docs/wire/one.md#a-part) [api](http/openapi.json)");
        file("pom.xml", "<project/>");
        world = new SiteWorld(SiteSource.checkout(root));
    }

    @AfterEach
    void close() throws InterruptedException {
        world.close();
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void pagesAreStrictAndOnlyThePhoneMayEvaluate() throws Exception {
        HttpResponse<String> landing = world.get("/");
        assertThat(landing.statusCode()).isEqualTo(200);
        assertThat(landing.body()).contains("phones");
        assertThat(header(landing, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        String host = "127.0.0.1:" + world.port.port();
        assertThat(header(landing, "Content-Security-Policy"))
                .contains("default-src 'self'", "connect-src 'self' ws://" + host + " wss://" + host)
                .doesNotContain("unsafe");
        assertThat(header(landing, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(landing, "X-Frame-Options")).isEqualTo("SAMEORIGIN");
        assertThat(header(landing, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(world.get("/demo/phones/phone.html?user=alice"), "Content-Security-Policy"))
                .contains("script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'");
        for (String other : new String[] {"/demo/phones/index.html", "/docs/", "/demo/miniprogram/app.js", "/nope"}) {
            assertThat(header(world.get(other, "Accept", "text/html"), "Content-Security-Policy"))
                    .as(other)
                    .doesNotContain("unsafe");
        }
    }

    @Test
    void aHostThatIsNoneStaysOutOfThePolicy() {
        for (String host : new String[] {"a; script-src *", "a b", "a,b", "a'", "", "a".repeat(256)}) {
            assertThat(Headers.policy(host, false))
                    .contains("connect-src 'self';")
                    .doesNotContain("script-src");
        }
        assertThat(Headers.policy(null, false)).isEqualTo(Headers.policy("", false));
    }

    @Test
    void scriptsComeWrappedWithTheirLinesInPlace() throws Exception {
        String page = world.get("/demo/miniprogram/app.js").body();
        assertThat(page)
                .startsWith("define(\"app.js\", function (require, module, exports, wx, App, Page, Component,")
                .endsWith("\n});\n");
        assertThat(page.lines().toList().get(1)).isEqualTo("App({});");
        assertThat(page.lines().toList().getFirst())
                .contains(" window, document,")
                .endsWith("{'use strict';");
        assertThat(world.get("/demo/miniprogram/app.js?raw").body()).startsWith("'use strict';\nApp");
        assertThat(world.get("/demo/fake-wx/device.js").body())
                .isEqualTo(
                        "define(\"fake-wx/device.js\", function (require, module, exports) {module.exports = {};\n});\n");
    }

    @Test
    void whatAPhoneReadsComesTogether() throws Exception {
        file("demo/miniprogram/app.json", "{\"pages\": [\"鸿\"]}");
        file("demo/miniprogram/lib/a.js", "module.exports = 1;");
        file("demo/miniprogram/test/a.test.js", "secret");
        HttpResponse<String> scripts = world.get("/demo/miniprogram.js");
        assertThat(header(scripts, "Content-Type")).startsWith("text/javascript");
        assertThat(scripts.body())
                .isEqualTo(world.get("/demo/miniprogram/app.js").body()
                        + world.get("/demo/miniprogram/lib/a.js").body());
        assertThat(new JsonObject(world.get("/demo/miniprogram.json").body()).getString("app.json"))
                .isEqualTo(world.get("/demo/miniprogram/app.json").body());
        assertThat(world.get("/demo/fake-wx.js").body()).startsWith("define(\"fake-wx/");
    }

    @Test
    void anSdkIsOneFile() throws Exception {
        HttpResponse<String> answer = world.get("/sdk/hongyan.js");
        assertThat(header(answer, "Content-Type")).startsWith("text/javascript");
        assertThat(answer.body()).isEqualTo("""
                'use strict';
                // ---- kernel/a.js
                const A = 1;

                // ---- hongyan/index.js
                const B = A;

                module.exports = { B };
                """);
        assertThat(world.get("/sdk/none.js").statusCode()).isEqualTo(404);
        file("sdk/hongyan/index.js", "const other = require('fs');\nmodule.exports = { other };\n");
        assertThat(world.get("/sdk/hongyan.js").statusCode()).isEqualTo(500);
    }

    @Test
    void documentsAreRenderedAndTheirLinksWork() throws Exception {
        String index = world.get("/docs/").body();
        assertThat(index).contains("<title>Pages · Hongyan</title>", "<a href=\"/docs/wire/one\">one</a>", " out none");
        String page = world.get("/docs/wire/one").body();
        assertThat(page)
                .contains("<title>One &lt;b&gt; · Hongyan</title>", "<h2 id=\"a-part\">A part</h2>", "<td>1</td>")
                .contains("<a href=\"/docs/#x\">back</a>");
        assertThat(world.get("/docs/wire/one?lang=zh").body()).contains("<html lang=\"zh\">", "一");
        assertThat(world.get("/docs/wire/one", "Accept-Language", "zh-CN").body())
                .contains("一");
        assertThat(world.get("/docs/house/README").body())
                .contains("<a href=\"/docs/wire/one#a-part\">docs</a>", "<a href=\"/docs/api\">api</a>");
        assertThat(world.get("/docs/wire/two").statusCode()).isEqualTo(404);
        assertThat(world.get("/docs").statusCode()).isEqualTo(301);
        assertThat(world.get("/docs/site.css").statusCode()).isEqualTo(200);
    }

    @Test
    void theRestDescriptionIsAPage() throws Exception {
        String page = world.get("/docs/api").body();
        assertThat(page).contains("id=\"uploadFile\"", "POST</code> <code>/api/v1/files</code>", "id=\"shape-File\"");
        assertThat(world.get("/docs/api?lang=zh").body()).contains("响应");
    }

    @Test
    void whatIsHeldIsNotSentAgainAndAnEditIsSeen() throws Exception {
        HttpResponse<String> first = world.get("/");
        String tag = header(first, "ETag");
        assertThat(world.get("/", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(world.get("/", "If-None-Match", "\"x\", W/" + tag).statusCode())
                .isEqualTo(304);
        assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");
        HttpResponse<String> head = world.ask("HEAD", "/");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Content-Length"))
                .isEqualTo(Integer.toString(first.body().length()));
        assertThat(head.body()).isEmpty();
        file("demo/phones/index.html", "<!doctype html><title>edited</title>");
        HttpResponse<String> second = world.get("/", "If-None-Match", tag);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).contains("edited");
    }

    @Test
    void nothingOutsideIsServed() throws Exception {
        Path secret = Files.writeString(temp.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(root.resolve("demo/phones/link.txt"), secret);
        file("demo/phones/notes.md", "not a kind that is shown");
        for (String address : new String[] {
            "/demo/phones/link.txt",
            "/demo/phones/notes.md",
            "/demo/phones/..%2f..%2fpom.xml",
            "/demo/phones/%2e%2e/%2e%2e/pom.xml",
            "/demo/phones/%252e%252e/pom.xml",
            "/pom.xml"
        }) {
            HttpResponse<String> answer = world.get(address);
            assertThat(answer.statusCode()).as(address).isEqualTo(404);
            assertThat(answer.body()).doesNotContain("secret", "project");
        }
        for (String target : new String[] {"/demo/phones/../../pom.xml", "/../pom.xml", "//pom.xml", "/demo/phones"}) {
            assertThat(world.raw("GET " + target + " HTTP/1.1", "Host: x", "Connection: close"))
                    .as(target)
                    .startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void whoWentAstrayGetsAPageAndAProgramGetsTheCatalogue() throws Exception {
        HttpResponse<String> person = world.get("/nope", "Accept", "text/html", "Accept-Language", "zh");
        assertThat(person.statusCode()).isEqualTo(404);
        assertThat(person.body()).contains("这里什么也没有");
        HttpResponse<String> program = world.get("/demo/phones/nope.js");
        assertThat(program.statusCode()).isEqualTo(404);
        assertThat(program.body()).contains("\"name\":\"unknown_operation\"");
        HttpResponse<String> post = world.ask("POST", "/docs/");
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(header(post, "Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void theSameComesOutOfAJar() throws Exception {
        Path jar = temp.resolve("site.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            // As Maven's jars have it.
            out.putNextEntry(new JarEntry("site/demo/miniprogram/"));
            for (String name : new String[] {"demo/phones/index.html", "docs/README.md", "demo/miniprogram/app.js"}) {
                out.putNextEntry(new JarEntry("site/" + name));
                out.write(Files.readString(root.resolve(name)).getBytes(StandardCharsets.UTF_8));
            }
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
                SiteWorld packed = new SiteWorld(SiteSource.resources(loader, "site/"))) {
            for (String address : new String[] {"/", "/docs/", "/demo/miniprogram/app.js", "/demo/miniprogram.js"}) {
                for (int twice = 0; twice < 2; twice++) {
                    assertThat(packed.get(address).body())
                            .isEqualTo(world.get(address).body());
                }
            }
            assertThat(packed.get("/demo/phones/phone.html").statusCode()).isEqualTo(404);
        }
    }
}
