package im.hongyan.core.session;

import im.hongyan.core.account.Text;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;

/// One installation of a client: 1-64 bytes, the same for as long as it lives.
public record DeviceId(String value) {
    public static final int BYTES_MAX = 64;

    public DeviceId {
        if (!Text.isId(value, BYTES_MAX)) {
            throw new IllegalArgumentException("not a device id");
        }
    }

    /// A device id from outside.
    public static DeviceId parse(String value) throws RefusedException {
        if (!Text.isId(value, BYTES_MAX)) {
            throw new RefusedException(Refusal.of(ErrorCode.BAD_DEVICE_ID));
        }
        return new DeviceId(value);
    }
}
