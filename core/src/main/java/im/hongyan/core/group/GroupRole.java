package im.hongyan.core.group;

/// Who one is in a group. The order is that of power; [#SYSTEM] is a back-end or an administrator of the server.
public enum GroupRole {
    /// Not in it.
    NOBODY("nobody"),
    MEMBER("member"),
    ADMIN("admin"),
    OWNER("owner"),
    SYSTEM("system");

    private final String word;

    GroupRole(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public boolean isAtLeast(GroupRole other) {
        return compareTo(other) >= 0;
    }

    /// The role of a stored word.
    ///
    /// @throws IllegalArgumentException if there is none
    static GroupRole of(String word) {
        for (GroupRole role : values()) {
            if (role.word.equals(word)) {
                return role;
            }
        }
        throw new IllegalArgumentException("no role is called " + word);
    }
}
