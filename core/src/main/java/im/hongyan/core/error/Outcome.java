package im.hongyan.core.error;

import java.util.function.Function;

/// The answer to a command: a value, or a refusal. Refusals are expected and are values; exceptions are for broken
/// things.
public sealed interface Outcome<T> {
    record Ok<T>(T value) implements Outcome<T> {}

    record Refused<T>(Refusal refusal) implements Outcome<T> {}

    static <T> Outcome<T> ok(T value) {
        return new Ok<>(value);
    }

    static <T> Outcome<T> refused(Refusal refusal) {
        return new Refused<>(refusal);
    }

    static <T> Outcome<T> refused(ErrorCode code) {
        return new Refused<>(Refusal.of(code));
    }

    default <R> Outcome<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Ok<T>(var value) -> new Ok<>(change.apply(value));
            case Refused<T>(var refusal) -> new Refused<>(refusal);
        };
    }
}
