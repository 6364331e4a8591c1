package im.hongyan.wechat;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.RefusedException;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonScanner;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// What WeChat encrypts with a session's key for the mini-program's own server: AES-128-CBC with PKCS#7, a JSON
/// object inside, and in it a watermark that says for which mini-program it was made.
public final class EncryptedData {
    private static final int KEY_BYTES = 16;
    private static final int DEPTH_MAX = 32;
    private static final JsonNames NAMES = new JsonNames(List.of("watermark"));
    private static final JsonNames WATERMARK = new JsonNames(List.of("appid"));

    private EncryptedData() {}

    /// The JSON text inside; empty if it cannot be decrypted, is no JSON object, or was made for another
    /// mini-program.
    ///
    /// @param iv null for clients before 0.8, whose data is encrypted with the key as its own vector, and may have
    ///     no watermark
    /// @param appid whose watermark it must have; null where none is configured, then any will do
    public static Optional<String> open(
            String sessionKey, String encrypted, @Nullable String iv, @Nullable String appid) {
        byte[] plain;
        try {
            byte[] key = Base64.getDecoder().decode(sessionKey);
            byte[] vector = iv == null ? key : Base64.getDecoder().decode(iv);
            if (key.length != KEY_BYTES || vector.length != KEY_BYTES) {
                return Optional.empty();
            }
            plain = decrypt(key, vector, Base64.getDecoder().decode(encrypted));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty(); // not Base64, or not encrypted with this key
        }
        return isFor(appid, plain, iv == null)
                ? Optional.of(new String(plain, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private static byte[] decrypt(byte[] key, byte[] vector, byte[] data) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding"); // Java's name for PKCS#7
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(vector));
        return cipher.doFinal(data);
    }

    private static boolean isFor(@Nullable String appid, byte[] plain, boolean old) {
        JsonFields fields = new JsonFields(NAMES, ErrorCode.BAD_JSON, "");
        JsonFields watermark = new JsonFields(WATERMARK, ErrorCode.BAD_JSON, "");
        try {
            int start = JsonScanner.skipSpace(plain, 0, plain.length);
            int end = fields.read(plain, start, plain.length, DEPTH_MAX);
            if (JsonScanner.skipSpace(plain, end, plain.length) != plain.length) {
                return false;
            }
            if (!fields.has(0)) {
                return old || appid == null;
            }
            watermark.read(plain, fields.start(0), fields.end(0), DEPTH_MAX);
            return appid == null || appid.equals(watermark.stringOrNull(0));
        } catch (JsonException | RefusedException e) {
            return false;
        }
    }
}
