package im.hongyan.core.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The kinds of files that are accepted. What a file is, its first bytes say; its name and what its sender calls it
/// count for nothing. Only kinds that no browser runs.
public enum FileKind {
    JPEG("image/jpeg"),
    PNG("image/png"),
    GIF("image/gif"),
    WEBP("image/webp"),
    MP3("audio/mpeg"),
    AAC("audio/aac"),
    M4A("audio/mp4"),
    OGG("audio/ogg"),
    WAV("audio/wav"),
    AMR("audio/amr"),
    WEBM_AUDIO("audio/webm"),
    MP4("video/mp4"),
    WEBM("video/webm");

    /// How much of a file's beginning is looked at.
    public static final int HEAD_BYTES = 4_096;

    private static final Set<String> AUDIO_BRANDS = Set.of("M4A ", "M4B ");
    private static final Set<String> VIDEO_BRANDS = Set.of(
            "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "dash", "M4V ", "MSNV", "3gp4",
            "3gp5", "3gp6");

    private final String mediaType;

    FileKind(String mediaType) {
        this.mediaType = mediaType;
    }

    /// Its name on the web.
    public String mediaType() {
        return mediaType;
    }

    public boolean isImage() {
        return mediaType.startsWith("image/");
    }

    /// The kind of that name, or null.
    public static @Nullable FileKind ofMediaType(String mediaType) {
        for (FileKind kind : values()) {
            if (kind.mediaType.equals(mediaType)) {
                return kind;
            }
        }
        return null;
    }

    /// What a file is that begins with these bytes, or null if it is nothing that is accepted.
    ///
    /// @param head the first [#HEAD_BYTES], or all of a shorter file
    public static @Nullable FileKind of(byte[] head) {
        if (startsWith(head, 0, 0xFF, 0xD8, 0xFF)) {
            return JPEG;
        }
        if (startsWith(head, 0, 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A)) {
            return PNG;
        }
        if (text(head, 0, 6).equals("GIF87a") || text(head, 0, 6).equals("GIF89a")) {
            return GIF;
        }
        if (text(head, 0, 4).equals("RIFF")) {
            return switch (text(head, 8, 4)) {
                case "WEBP" -> WEBP;
                case "WAVE" -> WAV;
                default -> null;
            };
        }
        if (text(head, 4, 4).equals("ftyp")) {
            String brand = text(head, 8, 4);
            return AUDIO_BRANDS.contains(brand) ? M4A : VIDEO_BRANDS.contains(brand) ? MP4 : null;
        }
        if (startsWith(head, 0, 0x1A, 0x45, 0xDF, 0xA3)) {
            return matroska(head);
        }
        return sound(head);
    }

    private static @Nullable FileKind sound(byte[] head) {
        if (text(head, 0, 6).equals("#!AMR\n") || text(head, 0, 9).equals("#!AMR-WB\n")) {
            return AMR;
        }
        if (text(head, 0, 4).equals("OggS")) {
            String first = text(head, 28, 8);
            boolean sound = first.equals("OpusHead") || first.startsWith("\u0001vorbis") || first.startsWith("Speex");
            return sound ? OGG : null;
        }
        if (text(head, 0, 3).equals("ID3")) {
            return MP3;
        }
        return head.length >= 4 && (head[0] & 0xFF) == 0xFF && (head[1] & 0xE0) == 0xE0 ? frame(head) : null;
    }

    /// An MPEG audio frame: its header has values that do not exist, by which it is told from chance.
    private static @Nullable FileKind frame(byte[] head) {
        int version = head[1] >> 3 & 3;
        int layer = head[1] >> 1 & 3;
        if (layer == 0) {
            boolean adts = (head[1] & 0xF6) == 0xF0;
            boolean rate = (head[2] >> 2 & 15) < 13;
            return adts && rate ? AAC : null;
        }
        int bits = head[2] >> 4 & 15;
        int rate = head[2] >> 2 & 3;
        return version != 1 && layer == 1 && bits != 0 && bits != 15 && rate != 3 ? MP3 : null;
    }

    /// WebM, not any other Matroska. A codec of pictures stands in the head of one that has pictures.
    private static @Nullable FileKind matroska(byte[] head) {
        String all = text(head, 0, head.length);
        if (!all.substring(0, Math.min(all.length(), 64)).contains("webm")) {
            return null;
        }
        return all.contains("V_VP8") || all.contains("V_VP9") || all.contains("V_AV1") ? WEBM : WEBM_AUDIO;
    }

    private static boolean startsWith(byte[] head, int at, int... expected) {
        if (head.length < at + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((head[at + i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /// A piece of the head, a character per byte; shorter where the head ends.
    private static String text(byte[] head, int at, int length) {
        int end = Math.min(head.length, at + length);
        return at >= end ? "" : new String(Arrays.copyOfRange(head, at, end), StandardCharsets.ISO_8859_1);
    }
}
