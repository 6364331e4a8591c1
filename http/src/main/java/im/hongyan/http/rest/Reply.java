package im.hongyan.http.rest;

import java.util.Map;

/// An answer: a status and a JSON object.
///
/// @param headers beyond those that every answer has
record Reply(int status, byte[] body, Map<String, String> headers) {
    static Reply ok(ObjectOut out) {
        return new Reply(200, out.toBytes(), Map.of());
    }

    /// @param created whether it was not there before
    static Reply made(boolean created, ObjectOut out) {
        return new Reply(created ? 201 : 200, out.toBytes(), Map.of());
    }
}
