package im.hongyan.dialects.wafer.business;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.RefusedException;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonOut;
import im.hongyan.dialect.json.JsonScanner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A WeChat user. Of most users WeChat today tells nothing but the openid; then the rest is empty.
///
/// @param openId identifies the user in this mini-program
/// @param gender 0 = unknown, 1 = male, 2 = female
public record UserInfo(
        String openId,
        String nickName,
        String avatarUrl,
        int gender,
        String language,
        String city,
        String province,
        String country) {
    private static final JsonNames NAMES = new JsonNames(
            List.of("openId", "nickName", "avatarUrl", "gender", "language", "city", "province", "country"));
    private static final int DEPTH_MAX = 32;
    private static final int GENDER_MAX = 9;

    /// A user of whom nothing else is known.
    public static UserInfo of(String openId) {
        return new UserInfo(openId, "", "", 0, "", "", "", "");
    }

    /// The same user by another name.
    public UserInfo named(String name) {
        return new UserInfo(openId, name, avatarUrl, gender, language, city, province, country);
    }

    /// Reads a JSON object; fields that are missing, or not what they should be, are empty.
    ///
    /// @param openId who it is, whatever the object says; empty = as it says
    public static Optional<UserInfo> read(String json, String openId) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        JsonFields fields = new JsonFields(NAMES, ErrorCode.BAD_JSON, "");
        try {
            fields.read(bytes, JsonScanner.skipSpace(bytes, 0, bytes.length), bytes.length, DEPTH_MAX);
            return Optional.of(new UserInfo(
                    openId.isEmpty() ? text(fields, 0) : openId,
                    text(fields, 1),
                    text(fields, 2),
                    gender(fields),
                    text(fields, 4),
                    text(fields, 5),
                    text(fields, 6),
                    text(fields, 7)));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private static String text(JsonFields fields, int field) {
        try {
            return fields.isString(field) ? fields.string(field) : "";
        } catch (RefusedException impossible) {
            throw new IllegalStateException("it is a string", impossible);
        }
    }

    private static int gender(JsonFields fields) {
        try {
            return (int) fields.integer(3, 0, GENDER_MAX, 0);
        } catch (RefusedException strange) {
            return 0;
        }
    }

    /// The JSON object.
    public String json() {
        JsonOut out = new JsonOut();
        member(out, '{', NAMES.name(0)).string(openId);
        member(out, ',', NAMES.name(1)).string(nickName);
        member(out, ',', NAMES.name(2)).string(avatarUrl);
        member(out, ',', NAMES.name(3)).number(gender);
        member(out, ',', NAMES.name(4)).string(language);
        member(out, ',', NAMES.name(5)).string(city);
        member(out, ',', NAMES.name(6)).string(province);
        member(out, ',', NAMES.name(7)).string(country).raw('}');
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }

    private static JsonOut member(JsonOut out, char before, String name) {
        return out.raw(before).string(name).raw(':');
    }
}
