package im.hongyan.core.log;

/// A place in a conversation with the running count there.
///
/// @param number 0 = before the first entry
public record Mark(long number, long counted) {
    public static final Mark ZERO = new Mark(0, 0);

    public Mark max(Mark other) {
        return other.number > number ? other : this;
    }
}
