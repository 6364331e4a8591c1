package im.hongyan.core.message;

import im.hongyan.core.log.Change;
import im.hongyan.core.log.Entry;
import java.util.List;

/// What goes with a message into its commit, behind it.
interface Companion {
    Companion NONE = new Companion() {
        @Override
        public List<Change> changes() {
            return List.of();
        }

        @Override
        public void committed(List<Entry> entries) {}
    };

    List<Change> changes();

    /// All is durable, and the sender has not been answered yet. On the log's writer thread.
    ///
    /// @param entries the message's, and those of [#changes]
    void committed(List<Entry> entries);
}
