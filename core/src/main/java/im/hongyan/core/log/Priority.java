package im.hongyan.core.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is given up first when a room has more to say than can be handed on.
public enum Priority {
    HIGH("high"),
    NORMAL("normal"),
    /// Given up first.
    LOW("low");

    private final String word;

    Priority(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static @Nullable Priority of(String word) {
        return List.of(values()).stream()
                .filter(one -> one.word.equals(word))
                .findAny()
                .orElse(null);
    }
}
