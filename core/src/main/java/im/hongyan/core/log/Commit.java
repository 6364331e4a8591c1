package im.hongyan.core.log;

import java.util.List;

/// Changes that someone wants durable, and what to do afterwards. Both callbacks run on the log's writer thread, in
/// commit order: they must be quick and must not block.
public interface Commit {
    /// The changes, in order. Asked once.
    List<Change> changes();

    /// Everything is durable.
    ///
    /// @param entries the new entries, one for each [Change.Append]
    void committed(List<Entry> entries);

    /// Nothing was stored.
    void failed(LogUnavailableException reason);
}
