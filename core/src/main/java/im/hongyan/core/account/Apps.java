package im.hongyan.core.account;

import java.util.List;
import java.util.Optional;

/// The port to where apps are kept. Calls block; they are made from storage threads only.
public interface Apps {
    Optional<App> find(AppId id);

    List<App> list();

    /// Creates the app unless it exists; returns what is there now. The adapter makes its secrets.
    App create(App app);

    /// Replaces name, state and settings. Returns false if there is none.
    boolean update(App app);
}
