package im.hongyan.conformance.crash;

import im.hongyan.conformance.wire.Json;

/// What the server answered to a send or a recall: where it stands, for good.
record Answer(long n, long k, long mid, long t) {
    static Answer of(Json.Obj reply) {
        return new Answer(reply.number("n"), reply.number("k"), reply.number("mid"), reply.number("t"));
    }
}
