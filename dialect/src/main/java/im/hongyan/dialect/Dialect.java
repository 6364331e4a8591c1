package im.hongyan.dialect;

import im.hongyan.dialect.web.WebRoute;
import java.util.List;

/// A way of speaking to Hongyan: a codec, a session, a total mapping of the core's error codes. It owns no business
/// rule, knows no other dialect, and never touches a socket.
public interface Dialect {
    /// Its name in addresses, configuration and `ext`: lower case, one word.
    String name();

    /// Where its clients connect.
    List<Endpoint> endpoints();

    /// A client has connected. Called on the connection's thread; must not block.
    DialectSession open(Connection connection);

    /// The same, for a dialect whose sessions differ between its endpoints.
    default DialectSession open(Connection connection, Endpoint endpoint) {
        return open(connection);
    }

    /// The same, for a dialect with an endpoint that is a folder of paths.
    ///
    /// @param below what stands behind the folder's name; empty where the endpoint is one path
    default DialectSession open(Connection connection, Endpoint endpoint, String below) {
        return open(connection, endpoint);
    }

    /// Its HTTP paths.
    default List<WebRoute> routes() {
        return List.of();
    }
}
