package im.hongyan.http.rest;

import im.hongyan.core.error.RefusedException;
import im.hongyan.dialect.json.JsonException;
import java.util.function.Consumer;

/// What a route does. Runs on a storage thread and may block.
interface Operation {
    /// @param answer takes the reply, once, on any thread
    void run(Call call, Consumer<Reply> answer) throws RefusedException, JsonException;

    /// One that answers before it returns.
    interface Direct {
        Reply run(Call call) throws RefusedException, JsonException;
    }

    static Operation direct(Direct direct) {
        return (call, answer) -> answer.accept(direct.run(call));
    }
}
