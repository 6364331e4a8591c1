package im.hongyan.core.file;

import java.util.random.RandomGenerator;

/// A file's name: 26 characters of `a-z 2-7`, made of 128 random bits, so that it can be the name of a file on any
/// disk and cannot be guessed.
public record FileId(String value) {
    private static final int CHARS = 26;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    public FileId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a file id");
        }
    }

    public static boolean isValid(String value) {
        return value.length() == CHARS && value.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    }

    /// @param random must not be predictable
    public static FileId random(RandomGenerator random) {
        char[] chars = new char[CHARS];
        for (int i = 0; i < CHARS; i++) {
            chars[i] = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        }
        return new FileId(new String(chars));
    }

    @Override
    public String toString() {
        return value;
    }
}
