package im.hongyan.core.account;

/// A user in its app: what tells two users of the whole server apart.
public record UserKey(AppId app, UserId user) {
    @Override
    public int hashCode() {
        return Text.hash(app.value().hashCode(), user.value().hashCode());
    }

    @Override
    public String toString() {
        return app + "/" + user;
    }
}
