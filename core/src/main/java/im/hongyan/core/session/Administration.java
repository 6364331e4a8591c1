package im.hongyan.core.session;

import im.hongyan.core.account.Accounts;
import im.hongyan.core.account.App;
import im.hongyan.core.account.AppChange;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.ProfileChange;
import im.hongyan.core.account.User;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.CloseCode;
import im.hongyan.core.error.Outcome;

/// Changes an administrator makes that reach those who are connected: what is disabled is also shown the door.
/// Methods block on the directory.
public final class Administration {
    private final Accounts accounts;
    private final Sessions sessions;

    public Administration(Accounts accounts, Sessions sessions) {
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /// Changes a profile or the user's state; a user who is disabled loses every session.
    public Outcome<User> changeUser(UserKey key, ProfileChange change) {
        Outcome<User> outcome = accounts.change(key, change);
        if (outcome instanceof Outcome.Ok<User>(var user) && !user.enabled()) {
            sessions.end(key, null, CloseCode.USER_DISABLED);
        }
        return outcome;
    }

    /// Changes an app; one that is disabled loses every session.
    public Outcome<App> changeApp(AppId id, AppChange change) {
        Outcome<App> outcome = accounts.changeApp(id, change);
        if (outcome instanceof Outcome.Ok<App>(var app) && !app.enabled()) {
            sessions.end(id, CloseCode.APP_DISABLED);
        }
        return outcome;
    }
}
