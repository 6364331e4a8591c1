package im.hongyan.http.site;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an address of the site stands for. Addresses are plain names: nothing encoded, no name that begins with a
/// dot, so that none can lead out of its folder; and only the folders that are meant to be seen.
sealed interface SitePath {
    /// A file as it is. `file` is its place in the checkout.
    record Plain(String file) implements SitePath {}

    /// A script that is given to `define` as a function, so that it runs without `eval` and sees no browser.
    ///
    /// @param id the name it is defined under
    /// @param parameters the names it gets from its host
    record Wrapped(String file, String id, String parameters) implements SitePath {}

    /// All that a phone reads of a folder in one answer: its scripts, wrapped, or its other texts as a JSON object by
    /// name. A phone needs a hundred files, and asking for each would be most of its start.
    ///
    /// @param address where the single files are
    record Bundle(String address, String folder, boolean scripts) implements SitePath {}

    /// An SDK as one file.
    record Sdk(String name) implements SitePath {}

    /// A document in Markdown.
    record Document(String file) implements SitePath {}

    /// A file of the site's own dress, beside its classes.
    record Own(String name) implements SitePath {}

    /// The page of the REST description.
    record RestPage() implements SitePath {}

    /// Another address has it.
    record Moved(String to) implements SitePath {}

    Pattern NAMES = Pattern.compile("/(?:[A-Za-z0-9_-][A-Za-z0-9_.@+-]*/)*(?:[A-Za-z0-9_-][A-Za-z0-9_.@+-]*)?");
    Pattern SDK = Pattern.compile("/sdk/([a-z]{1,20})\\.js");
    /// Folders of tools and proofs, which lie beside what is shown.
    Set<String> HIDDEN = Set.of("node_modules", "test", "tests", "target");
    /// What of the test double is for Node or for a test's memory only.
    Set<String> NOT_FOR_BROWSERS = Set.of("node", "memory");

    String MODULE = "require, module, exports";
    /// What a page script of a mini-program gets, and, as undefined, what it must not find. Timers and the clock are
    /// the phone's: they stop while the app is suspended, and may be wrong.
    String PAGE = MODULE
            + ", wx, App, Page, Component, Behavior, getApp, getCurrentPages, window, document, self, globalThis, fetch,"
            + " WebSocket, XMLHttpRequest, localStorage, sessionStorage, indexedDB, navigator, location, TextEncoder,"
            + " TextDecoder, URL, Blob, FormData, crypto, btoa, atob, setTimeout, clearTimeout, setInterval, clearInterval,"
            + " requestAnimationFrame, cancelAnimationFrame, Date";

    String PHONE = "demo/phones/phone.html";
    Map<String, Bundle> BUNDLES = Map.of(
            "/demo/miniprogram.js", new Bundle("/demo/miniprogram/", "demo/miniprogram", true),
            "/demo/miniprogram.json", new Bundle("/demo/miniprogram/", "demo/miniprogram", false),
            "/demo/fake-wx.js", new Bundle("/demo/fake-wx/", "sdk/fake-wx/lib", true));

    /// What stands at the address, or null for nothing. Whether the file exists is another question.
    static @Nullable SitePath of(String path) {
        if (path.length() > 512 || !NAMES.matcher(path).matches()) {
            return null;
        }
        for (String name : path.split("/", -1)) {
            if (HIDDEN.contains(name)) {
                return null;
            }
        }
        if (path.equals("/")) {
            return new Plain("demo/phones/index.html");
        }
        if (path.startsWith("/docs")) {
            return document(path);
        }
        if (path.endsWith("/")) {
            return null;
        }
        Bundle bundle = BUNDLES.get(path);
        if (bundle != null) {
            return bundle;
        }
        var sdk = SDK.matcher(path);
        if (sdk.matches()) {
            return new Sdk(sdk.group(1));
        }
        if (path.startsWith("/demo/fake-wx/")) {
            return testDouble(path.substring("/demo/fake-wx/".length()));
        }
        if (path.startsWith("/demo/miniprogram/")) {
            String file = path.substring("/demo/miniprogram/".length());
            return file.endsWith(".js") ? new Wrapped(path.substring(1), file, PAGE) : new Plain(path.substring(1));
        }
        return path.startsWith("/demo/phones/") || path.startsWith("/third_party/")
                ? new Plain(path.substring(1))
                : null;
    }

    private static @Nullable SitePath testDouble(String file) {
        String folder = file.substring(0, Math.max(file.indexOf('/'), 0));
        return file.endsWith(".js") && !NOT_FOR_BROWSERS.contains(folder)
                ? new Wrapped("sdk/fake-wx/lib/" + file, "fake-wx/" + file, MODULE)
                : null;
    }

    private static @Nullable SitePath document(String path) {
        if (path.equals("/docs")) {
            return new Moved("/docs/");
        }
        if (path.equals("/docs/site.css")) {
            return new Own("site.css");
        }
        if (path.equals("/docs/api")) {
            return new RestPage();
        }
        return path.startsWith("/docs/") ? Documents.at(path.substring("/docs/".length())) : null;
    }
}
