package im.hongyan.dialects.wafer;

import im.hongyan.core.error.Refusal;
import im.hongyan.dialects.wafer.business.ReturnCode;

/// How the core's refusals are told to the clients of a session service: by what the client should do, which is all
/// that its numbers distinguish.
final class WaferErrors {
    private WaferErrors() {}

    /// Why nobody can log in.
    static ReturnCode login(Refusal refusal) {
        return switch (refusal.code().band()) {
            case LATER -> ReturnCode.INTERNAL;
            case FIX, LOGIN, NEVER -> ReturnCode.SESSION_NOT_CHANGED;
        };
    }

    /// Why a session is of no use. Never one that makes a client log in by itself, which would not help.
    static ReturnCode check(Refusal refusal) {
        return switch (refusal.code().band()) {
            case LATER -> ReturnCode.INTERNAL;
            case FIX, LOGIN, NEVER -> ReturnCode.SESSION_NOT_CHANGED;
        };
    }
}
