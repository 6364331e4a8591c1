package im.hongyan.http.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The documents of this very checkout.
class DocumentsTest {
    private static final Path HOUSE = Path.of("..");
    private static final Pattern LINK = Pattern.compile("<a href=\"(/docs/[^\"#]*)(?:#([^\"]*))?\"");

    private static List<String> documents() throws IOException {
        try (Stream<Path> files = Files.walk(HOUSE.resolve("docs"))) {
            List<String> all =
                    new ArrayList<>(files.filter(file -> file.toString().endsWith(".md"))
                            .map(file -> HOUSE.relativize(file).toString())
                            .toList());
            all.addAll(List.of("README.md", "README.zh-CN.md", "ARCHITECTURE.md", "SECURITY.md", "sdk/README.md"));
            return all;
        }
    }

    private static String html(String file) throws IOException {
        return Documents.render(file, Files.readString(HOUSE.resolve(file))).html();
    }

    @Test
    void everyLinkLeadsToAPageAndToAPlaceInIt() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (String file : documents()) {
            Matcher link = LINK.matcher(html(file));
            while (link.find()) {
                links++;
                SitePath place = SitePath.of(link.group(1));
                if (place instanceof SitePath.RestPage) {
                    continue;
                }
                if (!(place instanceof SitePath.Document(String target)) || !Files.exists(HOUSE.resolve(target))) {
                    broken.add(file + ": " + link.group());
                } else if (link.group(2) != null && !html(target).contains("id=\"" + link.group(2) + "\"")) {
                    broken.add(file + ": no such place: " + link.group());
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(links).isGreaterThan(30);
    }

    @Test
    void theIndexNamesEveryPage() throws IOException {
        for (String index : new String[] {"docs/README.md", "docs/README.zh.md"}) {
            String html = html(index);
            for (String file : documents()) {
                boolean page = file.startsWith("docs/") && !file.startsWith("docs/README");
                assertThat(!page || html.contains("\"/" + file.replaceAll("\\.md$", "") + "\""))
                        .as(index + " names " + file)
                        .isTrue();
            }
        }
    }

    @Test
    void everySdkOfThisCheckoutIsPacked() throws IOException {
        Scripts scripts = new Scripts(SiteSource.checkout(HOUSE));
        for (String name : new String[] {"kernel", "hongyan"}) {
            byte[] packed = scripts.pack(name);
            assertThat(packed).isNotNull();
            String text = new String(packed, java.nio.charset.StandardCharsets.UTF_8);
            assertThat(text).startsWith("'use strict';\n// ---- kernel/").contains("module.exports = {");
            assertThat(text.replaceAll("(?s)/\\*.*?\\*/", "")).doesNotContain("require(");
        }
        assertThat(scripts.pack("none")).isNull();
    }
}
