package im.hongyan.dialects.hongyan;

import im.hongyan.core.Core;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.Dialect;
import im.hongyan.dialect.DialectSession;
import im.hongyan.dialect.Endpoint;
import java.util.List;

/// Our own protocol, `docs/wire/native.md`: JSON frames over WebSocket. One dialect among others, with no private
/// door into the core.
public final class NativeDialect implements Dialect {
    public static final String NAME = "native";
    public static final String PATH = "/link";

    private final Core core;
    private final int index;
    private final ThreadLocal<Scratch> scratch;

    /// What a thread needs to read and write frames; the sessions of an event loop share it.
    record Scratch(NativeCodec codec, NativeWriter writer) {}

    /// @param index this dialect's place among the server's dialects: where its renderings are kept One dialect
    ///     lives as long as its server, so nothing is left behind in the threads of others.
    @SuppressWarnings("ThreadLocalUsage")
    public NativeDialect(Core core, int index) {
        this.core = core;
        this.index = index;
        this.scratch = ThreadLocal.withInitial(() -> new Scratch(new NativeCodec(core.limits()), new NativeWriter()));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(new Endpoint.WebSocket(PATH, core.limits().frameBytesMax()));
    }

    @Override
    public DialectSession open(Connection connection) {
        return new NativeSession(this, connection);
    }

    Core core() {
        return core;
    }

    int index() {
        return index;
    }

    Scratch scratch() {
        return scratch.get();
    }
}
