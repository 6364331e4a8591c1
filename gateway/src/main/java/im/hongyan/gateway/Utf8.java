package im.hongyan.gateway;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Checks that bytes are UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing above U+10FFFF), also when the
/// text comes in pieces that cut a character in two.
final class Utf8 {
    /// The state between pieces when no character is open; also the state of a whole, valid text.
    static final int COMPLETE = 0;
    /// The state after an error. Other states: bytes still missing in bits 0-1, the range of the next byte above.
    static final int INVALID = -1;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    static final long HIGH_BITS = 0x8080808080808080L;

    private static final int ANY_CONTINUATION = range(0x80, 0xBF);

    private Utf8() {}

    /// Whether these bytes are a whole text.
    static boolean valid(byte[] bytes, int offset, int length) {
        return check(bytes, offset, length, COMPLETE) == COMPLETE;
    }

    /// Goes on checking.
    ///
    /// @param state what the last piece left, at first [#COMPLETE]
    static int check(byte[] bytes, int offset, int length, int state) {
        int at = offset;
        int end = offset + length;
        int open = state;
        while (at < end) {
            if (open != COMPLETE) {
                open = open == INVALID ? INVALID : next(open, bytes[at++] & 0xFF);
                if (open == INVALID) {
                    return INVALID;
                }
                continue;
            }
            at = skipWhole(bytes, at, end);
            if (at < end) {
                open = first(bytes[at++] & 0xFF);
                if (open == INVALID) {
                    return INVALID;
                }
            }
        }
        return open;
    }

    /// Skips ASCII eight at a time and the common three-byte characters (most of Chinese) in one step; stops at
    /// whatever needs a closer look.
    private static int skipWhole(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end) {
            if (at + 8 <= end && ((long) LONG.get(bytes, at) & HIGH_BITS) == 0) {
                at += 8;
                continue;
            }
            int lead = bytes[at];
            if (lead >= 0) {
                at++;
            } else if (at + 3 <= end
                    && lead >= (byte) 0xE1
                    && lead <= (byte) 0xEC
                    && bytes[at + 1] <= (byte) 0xBF
                    && bytes[at + 2] <= (byte) 0xBF) {
                at += 3;
            } else {
                return at;
            }
        }
        return at;
    }

    /// The state after a character's first byte.
    private static int first(int lead) {
        if (lead < 0x80) {
            return COMPLETE;
        }
        if (lead < 0xC2 || lead > 0xF4) {
            return INVALID;
        }
        if (lead < 0xE0) {
            return ANY_CONTINUATION | 1;
        }
        return switch (lead) {
            case 0xE0 -> range(0xA0, 0xBF) | 2;
            case 0xED -> range(0x80, 0x9F) | 2;
            case 0xF0 -> range(0x90, 0xBF) | 3;
            case 0xF4 -> range(0x80, 0x8F) | 3;
            default -> ANY_CONTINUATION | (lead < 0xF0 ? 2 : 3);
        };
    }

    private static int next(int open, int value) {
        if (value < ((open >> 8) & 0xFF) || value > ((open >> 16) & 0xFF)) {
            return INVALID;
        }
        int missing = (open & 3) - 1;
        return missing == 0 ? COMPLETE : ANY_CONTINUATION | missing;
    }

    private static int range(int low, int high) {
        return (high << 16) | (low << 8);
    }
}
