package im.hongyan.http.rest;

import io.vertx.core.http.HttpMethod;

/// A method on a path, and what it does.
///
/// @param takesBody whether a JSON body is required
record Route(HttpMethod method, Template path, boolean takesBody, Operation operation) {
    static Route get(String path, Operation.Direct operation) {
        return new Route(HttpMethod.GET, Template.of(path), false, Operation.direct(operation));
    }

    static Route delete(String path, Operation.Direct operation) {
        return new Route(HttpMethod.DELETE, Template.of(path), false, Operation.direct(operation));
    }

    static Route patch(String path, Operation.Direct operation) {
        return new Route(HttpMethod.PATCH, Template.of(path), true, Operation.direct(operation));
    }

    static Route post(String path, Operation.Direct operation) {
        return new Route(HttpMethod.POST, Template.of(path), true, Operation.direct(operation));
    }

    /// A POST whose answer comes later.
    static Route later(String path, Operation operation) {
        return new Route(HttpMethod.POST, Template.of(path), true, operation);
    }

    /// A PATCH whose answer comes later.
    static Route laterPatch(String path, Operation operation) {
        return new Route(HttpMethod.PATCH, Template.of(path), true, operation);
    }

    /// A DELETE whose answer comes later.
    static Route laterDelete(String path, Operation operation) {
        return new Route(HttpMethod.DELETE, Template.of(path), false, operation);
    }

    @Override
    public String toString() {
        return method + " " + path.text();
    }
}
