package im.hongyan.dialect.web;

import java.util.function.Consumer;

/// What happens at a route.
@FunctionalInterface
public interface WebHandler {
    /// Called on an event loop, so it must not block.
    ///
    /// @param answer to be called once, from any thread
    void handle(WebRequest request, Consumer<WebReply> answer);
}
