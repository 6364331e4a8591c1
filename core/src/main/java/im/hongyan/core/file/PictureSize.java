package im.hongyan.core.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// How wide and how high a picture is, as its header says. A picture whose header is not understood has no size; it
/// is the reader's to find that it is broken.
record PictureSize(int width, int height) {
    private static final PictureSize UNKNOWN = new PictureSize(0, 0);
    private static final int SIDE_MAX = 65_535;
    /// Segments of a JPEG that are stepped over in search of the frame.
    private static final int SEGMENTS_MAX = 256;

    /// Bytes of the file at a place; fewer than asked for at its end.
    interface Source {
        ByteBuffer at(long position, int length);
    }

    static PictureSize of(FileKind kind, Source source) {
        PictureSize size =
                switch (kind) {
                    case PNG -> png(source.at(16, 8));
                    case GIF -> gif(source.at(6, 4));
                    case WEBP -> webp(source.at(12, 18));
                    case JPEG -> jpeg(source);
                    case MP3, AAC, M4A, OGG, WAV, AMR, WEBM_AUDIO, MP4, WEBM -> null;
                };
        return size == null || !isSide(size.width) || !isSide(size.height) ? UNKNOWN : size;
    }

    private static boolean isSide(int length) {
        return length >= 1 && length <= SIDE_MAX;
    }

    private static @Nullable PictureSize png(ByteBuffer header) {
        return header.remaining() < 8 ? null : new PictureSize(header.getInt(), header.getInt());
    }

    private static @Nullable PictureSize gif(ByteBuffer header) {
        return header.remaining() < 4 ? null : new PictureSize(little(header, 0, 2), little(header, 2, 2));
    }

    private static @Nullable PictureSize webp(ByteBuffer chunk) {
        if (chunk.remaining() < 18) {
            return null;
        }
        return switch (StandardCharsets.ISO_8859_1.decode(chunk.slice(0, 4)).toString()) {
            case "VP8X" -> new PictureSize(1 + little(chunk, 12, 3), 1 + little(chunk, 15, 3));
            case "VP8 " -> new PictureSize(little(chunk, 14, 2) & 0x3FFF, little(chunk, 16, 2) & 0x3FFF);
            case "VP8L" -> {
                int bits = little(chunk, 9, 4);
                yield new PictureSize(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF));
            }
            default -> null;
        };
    }

    /// Steps from segment to segment until the frame's header. One that is turned by 90° says so in its Exif, which
    /// viewers obey.
    private static @Nullable PictureSize jpeg(Source source) {
        long at = 2;
        boolean turned = false;
        for (int i = 0; i < SEGMENTS_MAX; i++) {
            ByteBuffer segment = source.at(at, 10);
            if (segment.remaining() < 10 || (segment.get(0) & 0xFF) != 0xFF) {
                return null;
            }
            int marker = segment.get(1) & 0xFF;
            if (marker == 0xFF) { // a fill byte
                at++;
                continue;
            }
            int length = segment.getShort(2) & 0xFFFF;
            if (isFrame(marker)) {
                int height = segment.getShort(5) & 0xFFFF;
                int width = segment.getShort(7) & 0xFFFF;
                return turned ? new PictureSize(height, width) : new PictureSize(width, height);
            }
            if (length < 2 || marker == 0xDA || marker == 0xD9) {
                return null;
            }
            if (marker == 0xE1) {
                turned = turned || Exif.isTurned(source.at(at + 4, Math.min(length - 2, Exif.BYTES)));
            }
            at += 2L + length;
        }
        return null;
    }

    /// Start of frame: C0 to CF without the tables (C4, C8, CC) among them.
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static int little(ByteBuffer from, int at, int bytes) {
        int value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | (from.get(from.position() + at + i) & 0xFF);
        }
        return value;
    }
}
