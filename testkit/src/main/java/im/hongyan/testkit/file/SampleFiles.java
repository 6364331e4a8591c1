package im.hongyan.testkit.file;

import im.hongyan.core.file.FileKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// The beginnings of small files of every kind that is accepted, and of some that are not.
public final class SampleFiles {
    private SampleFiles() {}

    /// A whole picture, 3 wide and 2 high.
    public static byte[] png() {
        return Base64.getDecoder()
                .decode(
                        "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAE0lEQVR4nGP4z8AAQQwMDf8hCABDWAd7L9WGjgAAAABJRU5E"
                                + "rkJggg==");
    }

    /// A sample of every kind.
    public static Map<FileKind, byte[]> accepted() {
        Map<FileKind, byte[]> all = new LinkedHashMap<>();
        all.put(FileKind.JPEG, jpeg(640, 480));
        all.put(FileKind.PNG, png());
        all.put(FileKind.GIF, hex("474946383961" + "0300" + "0200" + "800000"));
        all.put(
                FileKind.WEBP,
                hex("52494646" + "1a000000" + "57454250" + "5650384c" + "0d000000" + "2f024000000000000000"));
        all.put(FileKind.MP3, hex("494433040000000000" + "00fffb9064"));
        all.put(FileKind.AAC, hex("fff15080021ffc"));
        all.put(FileKind.M4A, hex("0000001c667479704d344120000000004d344120"));
        all.put(FileKind.OGG, ogg("OpusHead"));
        all.put(FileKind.WAV, hex("52494646240000005741564566" + "6d7420"));
        all.put(FileKind.AMR, "#!AMR\nxyz".getBytes(StandardCharsets.ISO_8859_1));
        all.put(FileKind.WEBM_AUDIO, webm("A_OPUS"));
        all.put(FileKind.MP4, hex("0000001c6674797069736f6d0000020069736f6d"));
        all.put(FileKind.WEBM, webm("V_VP8"));
        return all;
    }

    /// What must be refused, by what it is.
    public static Map<String, byte[]> refused() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("a page", text("<!doctype html><script>alert(1)</script>"));
        all.put("a drawing with script", text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"));
        all.put("a drawing behind a declaration", text("<?xml version=\"1.0\"?><svg/>"));
        all.put("a document", text("%PDF-1.7"));
        all.put("an archive", hex("504b0304140000"));
        all.put("a program", hex("7f454c46020101"));
        all.put("a Windows program", text("MZ"));
        all.put("a script", text("#!/bin/sh\n"));
        all.put("an iPhone's picture", hex("000000186674797068656963"));
        all.put("a QuickTime film", hex("0000001466747970717420200000"));
        all.put("a film in Ogg", ogg("\u0080theora"));
        all.put("another Matroska", hex("1a45dfa3934282886d6174726f736b61"));
        all.put("another RIFF", hex("524946462400000041564920"));
        all.put("half a picture's name", hex("89504e47"));
        all.put("MPEG audio, layer 1", hex("ffff9064"));
        all.put("MPEG audio of no bit rate", hex("fffbf064"));
        all.put("one byte", new byte[] {(byte) 0xFF});
        return all;
    }

    /// The header of a JPEG, behind other segments.
    public static byte[] jpeg(int width, int height) {
        return hex("ffd8ffe000104a46494600010100000100010000ffdb0004" + "0000"
                + "ffc0000b08%04x%04x01011100ffd9".formatted(height, width));
    }

    /// The same, taken with a camera held upright: the Exif says that it is to be turned.
    public static byte[] turnedJpeg(int width, int height) {
        String tiff = "4d4d002a00000008" + "0001" + "011200030000000100060000" + "00000000";
        return hex("ffd8ffe1%04x".formatted(8 + tiff.length() / 2) + "457869660000" + tiff
                + "ffc0000b08%04x%04x01011100ffd9".formatted(height, width));
    }

    private static byte[] ogg(String codec) {
        byte[] page = new byte[64];
        byte[] name = codec.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text("OggS"), 0, page, 0, 4);
        System.arraycopy(name, 0, page, 28, name.length);
        return page;
    }

    private static byte[] webm(String codec) {
        byte[] head = hex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581");
        byte[] name = text(codec);
        byte[] all = java.util.Arrays.copyOf(head, head.length + name.length + 10);
        System.arraycopy(name, 0, all, head.length + 5, name.length);
        return all;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
