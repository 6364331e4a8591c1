package im.hongyan.http.site;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;
import org.jspecify.annotations.Nullable;

/// The documents, rendered from the Markdown that lies in the checkout: `docs/` under `/docs/`, and the pages that
/// lie elsewhere under `/docs/house/`. A link from one to another works; one to something that is not shown is
/// plain text.
final class Documents {
    private static final String HOUSE = "house/";
    /// Pages outside of `docs/`, without `.md`.
    private static final Set<String> ELSEWHERE = Set.of(
            "README",
            "README.zh-CN",
            "ARCHITECTURE",
            "CONTRIBUTING",
            "CHANGELOG",
            "SECURITY",
            "sdk/README",
            "sdk/fake-wx/README",
            "dialects/native/README",
            "dialects/mobileimsdk/README",
            "conformance/README",
            "bench/README",
            "demo/README",
            "demo/CHECKLIST",
            "demo/miniprogram/README",
            "demo/phones/README");

    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), HeadingAnchorExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder().extensions(EXTENSIONS).escapeHtml(true).build();

    private Documents() {}

    /// A rendered page.
    record Page(String title, String html) {}

    /// What document an address below `/docs/` means, or null.
    static @Nullable SitePath at(String address) {
        if (address.isEmpty()) {
            return new SitePath.Document("docs/README.md");
        }
        if (address.endsWith("/") || address.endsWith(".md")) {
            return null;
        }
        if (!address.startsWith(HOUSE)) {
            return new SitePath.Document("docs/" + address + ".md");
        }
        String page = address.substring(HOUSE.length());
        return ELSEWHERE.contains(page) ? new SitePath.Document(page + ".md") : null;
    }

    static Page render(String file, String markdown) {
        Node document = PARSER.parse(markdown);
        UnaryOperator<@Nullable String> address = link -> addressOf(file, link);
        document.accept(new Links(address));
        Title title = new Title();
        document.accept(title);
        return new Page(title.text == null ? file : title.text, RENDERER.render(document));
    }

    /// Where a link of a page leads on the site, or null for nowhere.
    static @Nullable String addressOf(String file, @Nullable String link) {
        if (link == null || link.startsWith("#")) {
            return link;
        }
        if (link.startsWith("https://") || link.startsWith("http://") || link.startsWith("/")) {
            return link;
        }
        int hash = link.indexOf('#');
        String anchor = hash < 0 ? "" : link.substring(hash);
        String target = resolve(file, hash < 0 ? link : link.substring(0, hash));
        if (target == null) {
            return null;
        }
        if (target.equals("docs") || target.equals("docs/README.md")) {
            return "/docs/" + anchor;
        }
        if (target.endsWith("openapi.json")) {
            return "/docs/api" + anchor;
        }
        if (!target.endsWith(".md")) {
            return null;
        }
        String page = target.substring(0, target.length() - ".md".length());
        if (page.startsWith("docs/")) {
            return "/" + page + anchor;
        }
        return ELSEWHERE.contains(page) ? "/docs/" + HOUSE + page + anchor : null;
    }

    private static @Nullable String resolve(String from, String to) {
        var names = new java.util.ArrayList<>(List.of(from.split("/", -1)));
        names.removeLast();
        for (String step : to.split("/", -1)) {
            if (step.equals("..")) {
                if (names.isEmpty()) {
                    return null;
                }
                names.removeLast();
            } else if (!step.isEmpty() && !step.equals(".")) {
                names.add(step);
            }
        }
        return String.join("/", names);
    }

    /// Turns links into addresses of the site.
    private static final class Links extends AbstractVisitor {
        private final UnaryOperator<@Nullable String> address;

        Links(UnaryOperator<@Nullable String> address) {
            this.address = address;
        }

        @Override
        public void visit(Link link) {
            visitChildren(link);
            String to = address.apply(link.getDestination());
            if (to != null) {
                link.setDestination(to);
                return;
            }
            Node child = link.getFirstChild();
            while (child != null) {
                Node next = child.getNext();
                link.insertBefore(child);
                child = next;
            }
            link.unlink();
        }
    }

    /// The first heading.
    private static final class Title extends AbstractVisitor {
        private @Nullable String text;

        @Override
        public void visit(Heading heading) {
            if (text == null) {
                text = TextContentRenderer.builder().build().render(heading).strip();
            }
        }
    }

    /// Escapes text for HTML.
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
