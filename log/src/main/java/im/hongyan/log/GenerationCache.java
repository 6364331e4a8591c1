package im.hongyan.log;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// A bounded map from keys to what is newest on disk about them. One thread (the owner) writes, any thread reads,
/// and nobody waits for anybody.
///
/// It holds two generations. When the young one is half of the limit, the owner makes it the old one and forgets
/// what was old; what is used moves to the young one. So nothing is ever removed alone, and that makes it safe for
/// readers to fill in what they read from disk: a reader takes the view *before* it reads, and adds to the
/// generation that was young then, only if nothing is there. Whatever the owner makes durable later stands in that
/// same generation or in a younger one, which is looked at first.
final class GenerationCache<K, V> {
    private final int half;
    private volatile Generations<K, V> generations;
    private long turns;

    GenerationCache(int max) {
        this.half = Math.max(1, max / 2);
        this.generations = new Generations<>(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    /// Two generations to look into and to fill; take it before reading the disk.
    View<K, V> view() {
        return new View<>(generations, half);
    }

    /// Owner only: what is there, moved to the young generation; or null.
    @Nullable
    V use(K key) {
        Generations<K, V> now = generations;
        V value = now.young.get(key);
        if (value != null) {
            return value;
        }
        value = now.old.get(key);
        return value == null ? null : add(key, value);
    }

    /// Owner only: adds `value` to the young generation if nothing is there.
    ///
    /// @return what is there now
    V add(K key, V value) {
        V there = room().putIfAbsent(key, value);
        return there == null ? value : there;
    }

    /// Owner only: makes `value` what the young generation says.
    void put(K key, V value) {
        room().put(key, value);
    }

    /// Owner only: how often a generation was forgotten.
    long turns() {
        return turns;
    }

    int size() {
        Generations<K, V> now = generations;
        return now.young.size() + now.old.size();
    }

    private ConcurrentMap<K, V> room() {
        Generations<K, V> now = generations;
        if (now.young.size() >= half) {
            now = new Generations<>(new ConcurrentHashMap<>(), now.young);
            generations = now;
            turns++;
        }
        return now.young;
    }

    private record Generations<K, V>(ConcurrentMap<K, V> young, ConcurrentMap<K, V> old) {}

    record View<K, V>(Generations<K, V> at, int half) {
        @Nullable
        V find(K key) {
            V value = at.young.get(key);
            if (value == null) {
                value = at.old.get(key);
                if (value != null) {
                    fill(key, value);
                }
            }
            return value;
        }

        void fill(K key, V value) {
            if (at.young.size() < half) {
                at.young.putIfAbsent(key, value);
            }
        }
    }
}
