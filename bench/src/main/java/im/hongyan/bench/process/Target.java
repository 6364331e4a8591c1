package im.hongyan.bench.process;

import java.net.InetSocketAddress;

/// What is measured: a process that clients connect to.
public interface Target extends AutoCloseable {
    /// What it is called in tables.
    String name();

    InetSocketAddress address();

    long pid();

    /// A credential for this user.
    String token(String user);

    @Override
    void close();
}
