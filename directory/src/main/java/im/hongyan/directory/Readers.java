package im.hongyan.directory;

import im.hongyan.core.account.AccountsUnavailableException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// A few connections for reading, lent to the calling thread for one short read each. A caller waits while all are
/// lent, so the pages and statements they hold stay few.
final class Readers implements AutoCloseable {
    private final int size;
    /// Empty stands for "closed" and is never taken out for good.
    private final BlockingQueue<Optional<Link>> idle;

    Readers(List<Link> links) {
        size = links.size();
        idle = new ArrayBlockingQueue<>(
                size, false, links.stream().map(Optional::of).toList());
    }

    <T> T read(Work<T> work) {
        Optional<Link> lent = borrow();
        try {
            Link link = lent.orElseThrow(Writer::closed);
            try {
                return work.run(link);
            } catch (SQLException e) {
                link.forgetPrepared();
                throw e;
            }
        } catch (SQLException e) {
            throw Writer.unavailable(e);
        } finally {
            idle.add(lent);
        }
    }

    private Optional<Link> borrow() {
        try {
            return idle.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AccountsUnavailableException(false, "interrupted before the read began", e);
        }
    }

    /// Waits for reads under way; later ones are refused.
    @Override
    public void close() throws SQLException {
        for (int i = 0; i < size; i++) {
            Optional<Link> lent = borrow();
            if (lent.isEmpty()) {
                idle.add(lent);
                return;
            }
            lent.get().close();
        }
        idle.add(Optional.empty());
    }
}
