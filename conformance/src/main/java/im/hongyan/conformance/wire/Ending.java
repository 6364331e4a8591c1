package im.hongyan.conformance.wire;

import org.jspecify.annotations.Nullable;

/// How a connection ended.
///
/// @param closeCode of the WebSocket close frame, or 0 if none came
/// @param bye what the server said before, or null
/// @param how one word or sentence for people: `closed`, `lost: …`
public record Ending(int closeCode, Json.@Nullable Obj bye, String how) {
    public long byeCode() {
        return bye == null ? 0 : bye.number("code");
    }
}
