package im.hongyan.dialect.content;

import im.hongyan.core.account.Text;
import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.RawJson;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonText;
import im.hongyan.dialect.json.JsonWalk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a JSON object fits its [ContentKind], as `docs/wire/content.md` says. Looks at the bytes only; builds
/// nothing for the kinds of every day. Reusable; one thread at a time.
public final class ContentCheck {
    public static final int URL_CHARS_MAX = 2_048;
    public static final int FILE_NAME_CHARS_MAX = 255;
    public static final int COMMAND_NAME_CHARS_MAX = 64;
    public static final int MERGED_MESSAGES_MAX = 100;

    private static final JsonNames FIELDS = new JsonNames(List.of(
            "text",
            "url",
            "width",
            "height",
            "size",
            "thumbnail",
            "format",
            "duration",
            "cover",
            "name",
            "mime",
            "latitude",
            "longitude",
            "address",
            "index",
            "pack",
            "data",
            "description",
            "extension",
            "title",
            "messages",
            "digest"));
    private static final int TEXT = FIELDS.find("text");
    private static final int URL = FIELDS.find("url");
    private static final int WIDTH = FIELDS.find("width");
    private static final int HEIGHT = FIELDS.find("height");
    private static final int SIZE = FIELDS.find("size");
    private static final int THUMBNAIL = FIELDS.find("thumbnail");
    private static final int FORMAT = FIELDS.find("format");
    private static final int DURATION = FIELDS.find("duration");
    private static final int COVER = FIELDS.find("cover");
    private static final int NAME = FIELDS.find("name");
    private static final int MIME = FIELDS.find("mime");
    private static final int LATITUDE = FIELDS.find("latitude");
    private static final int LONGITUDE = FIELDS.find("longitude");
    private static final int ADDRESS = FIELDS.find("address");
    private static final int INDEX = FIELDS.find("index");
    private static final int PACK = FIELDS.find("pack");
    private static final int DATA = FIELDS.find("data");
    private static final int DESCRIPTION = FIELDS.find("description");
    private static final int EXTENSION = FIELDS.find("extension");
    private static final int TITLE = FIELDS.find("title");
    private static final int MESSAGES = FIELDS.find("messages");
    private static final int DIGEST = FIELDS.find("digest");

    private static final JsonNames INNER = new JsonNames(List.of("from", "t", "type", "content"));
    private static final int FROM = 0;
    private static final int TIME = 1;
    private static final int TYPE = 2;
    private static final int CONTENT = 3;

    private static final List<ContentKind> KINDS = List.of(ContentKind.values());
    private static final JsonNames KIND_WORDS =
            new JsonNames(KINDS.stream().map(ContentKind::word).toList());

    private final JsonFields fields;
    private final String prefix;

    public ContentCheck() {
        this("content.");
    }

    private ContentCheck(String prefix) {
        this.prefix = prefix;
        this.fields = new JsonFields(FIELDS, ErrorCode.BAD_CONTENT, prefix);
    }

    /// The kind that the string field names, or null for a word that is none.
    public static @Nullable ContentKind kind(JsonFields fields, int field) throws RefusedException {
        int index = fields.word(field, KIND_WORDS);
        return index < 0 ? null : KINDS.get(index);
    }

    /// Refuses content that does not fit, with [ErrorCode#BAD_CONTENT] and the name of the field.
    ///
    /// @param levelsMax how deep it may nest
    public void check(ContentKind kind, RawJson content, int levelsMax) throws RefusedException, JsonException {
        check(kind, content.bytes(), 0, content.length(), levelsMax);
    }

    /// The same for bytes within an array.
    public void check(ContentKind kind, byte[] in, int start, int end, int levelsMax)
            throws RefusedException, JsonException {
        try {
            fields.read(in, start, end, levelsMax);
            fields.checkTwice();
            checkKind(kind, in, levelsMax);
        } finally {
            fields.clear();
        }
    }

    private void checkKind(ContentKind kind, byte[] in, int levelsMax) throws RefusedException, JsonException {
        switch (kind) {
            case TEXT, NOTICE -> filled(TEXT);
            case IMAGE -> {
                url(URL, true);
                measures(WIDTH, HEIGHT, SIZE);
                url(THUMBNAIL, false);
                strings(FORMAT);
            }
            case AUDIO -> {
                url(URL, true);
                fields.integer(DURATION, 0, JsonText.INTEGER_MAX);
                measures(SIZE);
                strings(FORMAT);
            }
            case VIDEO -> {
                url(URL, true);
                measures(DURATION, WIDTH, HEIGHT, SIZE);
                url(COVER, false);
                strings(FORMAT);
            }
            case FILE -> {
                url(URL, true);
                length(NAME, FILE_NAME_CHARS_MAX);
                measures(SIZE);
                strings(MIME);
            }
            case LOCATION -> {
                fields.decimal(LATITUDE, -90, 90);
                fields.decimal(LONGITUDE, -180, 180);
                strings(NAME, ADDRESS);
            }
            case FACE -> face();
            case CUSTOM -> {
                fields.string(DATA);
                strings(DESCRIPTION, EXTENSION);
            }
            case COMMAND -> {
                length(NAME, COMMAND_NAME_CHARS_MAX);
                if (fields.has(DATA)) {
                    fields.requireObject(DATA);
                }
            }
            case MERGED -> merged(in, levelsMax);
        }
    }

    private void face() throws RefusedException {
        if (fields.has(INDEX)) {
            fields.integer(INDEX, -JsonText.INTEGER_MAX, JsonText.INTEGER_MAX);
            strings(NAME);
        } else if (fields.has(NAME)) {
            filled(NAME);
        } else {
            throw fields.refused(INDEX, "or `" + prefix + "name` is required");
        }
        strings(PACK);
    }

    private void merged(byte[] in, int levelsMax) throws RefusedException, JsonException {
        fields.string(TITLE);
        if (fields.has(DIGEST)) {
            fields.strings(DIGEST, MERGED_MESSAGES_MAX);
        }
        JsonWalk walk = fields.array(MESSAGES);
        String place = prefix + "messages.";
        JsonFields inner = new JsonFields(INNER, ErrorCode.BAD_CONTENT, place);
        ContentCheck innermost = new ContentCheck(place + "content.");
        int count = 0;
        while (walk.next()) {
            if (++count > MERGED_MESSAGES_MAX || !walk.isObject()) {
                throw fields.refused(MESSAGES, "must be an array of 1 to " + MERGED_MESSAGES_MAX + " objects");
            }
            inner.read(in, walk.start(), walk.end(), levelsMax);
            inner.checkTwice();
            if (!Text.isId(inner.string(FROM), UserId.BYTES_MAX)) {
                throw inner.refused(FROM, "must be a user id");
            }
            inner.integer(TIME, 0, JsonText.INTEGER_MAX);
            ContentKind kind = kind(inner, TYPE);
            if (kind == null) {
                throw inner.refused(TYPE, "is no known type");
            }
            inner.requireObject(CONTENT);
            innermost.check(kind, in, inner.start(CONTENT), inner.end(CONTENT), levelsMax);
        }
        if (count == 0) {
            throw fields.refused(MESSAGES, "must be an array of 1 to " + MERGED_MESSAGES_MAX + " objects");
        }
    }

    private void filled(int field) throws RefusedException {
        requireString(field);
        if (fields.length(field) == 2) {
            throw fields.refused(field, "must not be empty");
        }
    }

    /// Anything that is a string, where it is given. The value is not made.
    private void strings(int... optional) throws RefusedException {
        for (int field : optional) {
            if (fields.has(field)) {
                requireString(field);
            }
        }
    }

    private void measures(int... optional) throws RefusedException {
        for (int field : optional) {
            if (fields.has(field)) {
                fields.integer(field, 0, JsonText.INTEGER_MAX);
            }
        }
    }

    private void url(int field, boolean required) throws RefusedException {
        if (required || fields.has(field)) {
            length(field, URL_CHARS_MAX);
        }
    }

    /// A string of 1 to `max` characters. Where even the bytes are few enough, the characters are not counted.
    private void length(int field, int max) throws RefusedException {
        filled(field);
        if (fields.length(field) - 2 > max && fields.string(field).length() > max) {
            throw fields.refused(field, "must be at most " + max + " characters");
        }
    }

    private void requireString(int field) throws RefusedException {
        if (!fields.isString(field)) {
            throw fields.refused(field, fields.has(field) ? "must be a string" : "is required");
        }
    }
}
