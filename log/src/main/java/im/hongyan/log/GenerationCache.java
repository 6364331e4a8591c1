package im.hongyan.log;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// A bounded map from keys to what is newest on disk about them. One thread (the owner) writes, any thread reads,
/// and nobody waits for anybody.
///
/// It holds two generations. When the young one is half of the limit, it becomes the old one and what was old is
/// forgotten; what is used moves to the young one. So an entry is never removed alone, and that makes it safe for
/// readers to fill in what they read from disk: a reader takes the young generation *before* it reads, and adds to
/// that one only if nothing is there. If the owner has written something newer meanwhile, it stands in the same
/// generation or in a younger one, which is looked at first.
final class GenerationCache<K, V> {
    private final int half;
    private volatile Generations<K, V> generations;

    GenerationCache(int max) {
        this.half = Math.max(1, max / 2);
        this.generations = new Generations<>(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    /// A view to look into and to fill from; take it before reading the disk.
    View<K, V> view() {
        return new View<>(generations, half);
    }

    /// What is there, without moving it: for the owner, who puts it back anyway.
    @Nullable
    V peek(K key) {
        return generations.find(key);
    }

    /// Only by the owner, and only after `value` is on disk.
    void put(K key, V value) {
        Generations<K, V> now = generations;
        if (now.young.size() >= half && !now.young.containsKey(key)) {
            now = new Generations<>(new ConcurrentHashMap<>(), now.young);
            generations = now;
        }
        now.young.put(key, value);
    }

    /// Forgets everything; only by the owner while nobody reads.
    void clear() {
        generations = new Generations<>(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    int size() {
        Generations<K, V> now = generations;
        return now.young.size() + now.old.size();
    }

    private record Generations<K, V>(ConcurrentMap<K, V> young, ConcurrentMap<K, V> old) {
        @Nullable
        V find(K key) {
            V value = young.get(key);
            return value != null ? value : old.get(key);
        }
    }

    record View<K, V>(Generations<K, V> at, int half) {
        @Nullable
        V find(K key) {
            V value = at.young.get(key);
            if (value != null) {
                return value;
            }
            value = at.old.get(key);
            if (value != null) {
                fill(key, value);
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
