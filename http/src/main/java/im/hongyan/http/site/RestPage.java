package im.hongyan.http.site;

import static im.hongyan.http.site.Documents.escape;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The REST description as a page to read: every operation with its parameters, bodies and answers.
final class RestPage {
    private final JsonObject description;
    private final StringBuilder out = new StringBuilder();

    private RestPage(JsonObject description) {
        this.description = description;
    }

    static String of(byte[] json, Language language) {
        RestPage page = new RestPage(new JsonObject(new String(json, StandardCharsets.UTF_8)));
        page.write(language);
        return PageFrame.page("REST", page.out.toString(), language);
    }

    private void write(Language language) {
        JsonObject info = description.getJsonObject("info");
        heading(1, info.getString("title"), "top");
        paragraph(info.getString("description"));
        out.append("<p><a href=\"/api/v1/openapi.json\">openapi.json</a> · <a href=\"/docs/wire/rest\">")
                .append(language.of("rules", "规则"))
                .append("</a></p>\n");
        JsonObject paths = description.getJsonObject("paths");
        out.append("<ul class=\"operations\">\n");
        each(paths, (method, path, operation) -> out.append("<li><a href=\"#")
                .append(escape(operation.getString("operationId")))
                .append("\"><code>")
                .append(method.toUpperCase(Locale.ROOT))
                .append(' ')
                .append(escape(path))
                .append("</code></a> ")
                .append(escape(operation.getString("summary")))
                .append("</li>\n"));
        out.append("</ul>\n");
        each(paths, (method, path, operation) -> operation(method, path, operation, language));
        heading(2, language.of("Shapes", "数据结构"), "shapes");
        JsonObject schemas = description.getJsonObject("components").getJsonObject("schemas");
        for (String name : schemas.fieldNames()) {
            heading(3, name, "shape-" + name);
            json(schemas.getJsonObject(name));
        }
    }

    private interface Visitor {
        void visit(String method, String path, JsonObject operation);
    }

    private static void each(JsonObject paths, Visitor visitor) {
        for (String path : paths.fieldNames()) {
            JsonObject methods = paths.getJsonObject(path);
            for (String method : methods.fieldNames()) {
                visitor.visit(method, path, methods.getJsonObject(method));
            }
        }
    }

    private void operation(String method, String path, JsonObject operation, Language language) {
        heading(2, operation.getString("summary"), operation.getString("operationId"));
        out.append("<p><code class=\"method\">")
                .append(method.toUpperCase(Locale.ROOT))
                .append("</code> <code>")
                .append(escape(path))
                .append("</code></p>\n");
        paragraph(operation.getString("description"));
        parameters(operation.getJsonArray("parameters", new JsonArray()), language);
        JsonObject body = operation.getJsonObject("requestBody");
        if (body != null) {
            heading(3, language.of("Body", "请求体"), operation.getString("operationId") + "-body");
            content(body.getJsonObject("content"));
        }
        answers(operation, language);
    }

    private void parameters(JsonArray parameters, Language language) {
        if (parameters.isEmpty()) {
            return;
        }
        out.append("<table><thead><tr><th>")
                .append(language.of("parameter", "参数"))
                .append("</th><th></th><th></th></tr></thead><tbody>\n");
        for (Object each : parameters) {
            JsonObject parameter = resolve((JsonObject) each);
            out.append("<tr><td><code>")
                    .append(escape(parameter.getString("name")))
                    .append("</code></td><td>")
                    .append(escape(parameter.getString("in")))
                    .append("</td><td>")
                    .append(escape(parameter.getString("description", "")))
                    .append("</td></tr>\n");
        }
        out.append("</tbody></table>\n");
    }

    private void answers(JsonObject operation, Language language) {
        heading(3, language.of("Answers", "响应"), operation.getString("operationId") + "-answers");
        JsonObject answers = operation.getJsonObject("responses");
        out.append("<dl>\n");
        for (String status : answers.fieldNames()) {
            JsonObject answer = resolve(answers.getJsonObject(status));
            out.append("<dt><code>")
                    .append(escape(status))
                    .append("</code></dt><dd>")
                    .append(escape(answer.getString("description", "")))
                    .append("\n");
            if (status.startsWith("2") && answer.getJsonObject("content") != null) {
                content(answer.getJsonObject("content"));
            }
            out.append("</dd>\n");
        }
        out.append("</dl>\n");
    }

    /// A shape and its examples, by content type.
    private void content(JsonObject content) {
        for (String type : content.fieldNames()) {
            JsonObject media = content.getJsonObject(type);
            out.append("<p><code>").append(escape(type)).append("</code>");
            JsonObject schema = media.getJsonObject("schema");
            String reference = schema == null ? null : schema.getString("$ref");
            if (reference != null) {
                String name = reference.substring(reference.lastIndexOf('/') + 1);
                out.append(" <a href=\"#shape-").append(escape(name)).append("\">");
                out.append(escape(name)).append("</a>");
            }
            out.append("</p>\n");
            if (media.getValue("example") instanceof JsonObject example) {
                json(example);
            }
            JsonObject examples = media.getJsonObject("examples", new JsonObject());
            for (String name : examples.fieldNames()) {
                JsonObject example = examples.getJsonObject(name);
                out.append("<p class=\"example\">").append(escape(example.getString("summary", name)));
                out.append(" → <code>").append(example.getValue("x-status", "")).append("</code></p>\n");
                if (example.getValue("value") instanceof JsonObject value) {
                    json(value);
                }
            }
        }
    }

    /// The thing that a reference within the document stands for.
    private JsonObject resolve(JsonObject here) {
        String reference = here.getString("$ref");
        if (reference == null) {
            return here;
        }
        JsonObject found = description;
        for (String step : reference.substring("#/".length()).split("/", -1)) {
            found = found.getJsonObject(step);
        }
        return found;
    }

    private void heading(int level, String text, String id) {
        out.append("<h").append(level).append(" id=\"").append(escape(id)).append("\">");
        out.append(escape(text)).append("</h").append(level).append(">\n");
    }

    private void paragraph(@Nullable String text) {
        if (text != null) {
            // Descriptions are a little Markdown: code between back-ticks.
            out.append("<p>")
                    .append(escape(text).replaceAll("`([^`]*)`", "<code>$1</code>"))
                    .append("</p>\n");
        }
    }

    private void json(JsonObject value) {
        out.append("<pre><code>").append(escape(Pretty.of(value))).append("</code></pre>\n");
    }
}
