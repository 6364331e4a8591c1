package im.hongyan.core.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The one thing that is wanted of a picture's Exif: how the camera was held.
final class Exif {
    /// How much of it is looked at; the tag stands near the beginning.
    static final int BYTES = 1_024;

    private static final int ORIENTATION = 0x0112;
    private static final int ENTRY_BYTES = 12;
    /// From this value on, width and height are exchanged when the picture is shown.
    private static final int FIRST_TURNED = 5;

    private Exif() {}

    /// Whether the picture is to be turned by 90° or 270°.
    static boolean isTurned(ByteBuffer segment) {
        if (segment.remaining() < 14
                || !StandardCharsets.ISO_8859_1
                        .decode(segment.slice(segment.position(), 6))
                        .toString()
                        .equals("Exif\0\0")) {
            return false;
        }
        ByteBuffer tiff = segment.slice(segment.position() + 6, segment.remaining() - 6);
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > tiff.remaining() - 2) {
            return false;
        }
        int entries = tiff.getShort(directory) & 0xFFFF;
        for (int i = 0; i < entries; i++) {
            int at = directory + 2 + i * ENTRY_BYTES;
            if (at > tiff.remaining() - ENTRY_BYTES) {
                return false;
            }
            if ((tiff.getShort(at) & 0xFFFF) == ORIENTATION) {
                int value = tiff.getShort(at + 8) & 0xFFFF;
                return value >= FIRST_TURNED && value <= 8;
            }
        }
        return false;
    }
}
