package im.hongyan.http.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.RefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FormReaderTest {
    /// What was told, a line a part: its name, `!` if it is a file, its bytes.
    static final class Told implements FormReader.Parts {
        final List<String> parts = new ArrayList<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private String head = "";

        @Override
        public void begin(String name, boolean file) {
            head = name + (file ? "!" : "") + "=";
        }

        @Override
        public void bytes(ByteBuffer some) {
            byte[] copy = new byte[some.remaining()];
            some.get(copy);
            body.writeBytes(copy);
        }

        @Override
        public void end() {
            parts.add(head + body.toString(StandardCharsets.ISO_8859_1));
            body.reset();
        }
    }

    private static List<String> read(String form, int piece) throws RefusedException {
        Told told = new Told();
        FormReader reader = new FormReader("b", told);
        byte[] bytes = form.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; at < bytes.length; at += piece) {
            reader.read(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
        }
        assertThat(reader.isWhole()).isEqualTo(form.contains("--b--"));
        return told.parts;
    }

    private static void assertRead(String form, String... parts) throws RefusedException {
        for (int piece : new int[] {1, 2, 3, 7, 1_000}) {
            assertThat(read(form.replace("\n", "\r\n"), piece))
                    .as("in pieces of %d", piece)
                    .containsExactly(parts);
        }
    }

    private static final String NAMED = "Content-Disposition: form-data; name=";

    @Test
    void partsAreTold() throws RefusedException {
        assertRead("--b\n" + NAMED + "\"a\"\n\n1\n--b--\n", "a=1");
        assertRead("--b\n" + NAMED + "a\n\n1\n--b--", "a=1");
        assertRead("--b\n" + NAMED + "\"a\"; filename=\"x\"\nContent-Type: y\n\n1\n--b--\n", "a!=1");
        assertRead("--b\n" + NAMED + "\"a\"; filename=\"\"\n\n\n--b--\n", "a!=");
        assertRead("--b\nX: y\ncontent-disposition:form-data;filename*=x;NAME=\"a;b\"\n\n\n\n--b--\n", "a;b!=\r\n");
        assertRead("--b \t\n" + NAMED + "a\n\n1\n--b\n" + NAMED + "c\n\n2\n--b--\nepilogue\n--b\n", "a=1", "c=2");
        assertRead("preamble\n--b\n" + NAMED + "a\n\n1\n--b--", "a=1");
    }

    @Test
    void whatLooksAlmostLikeABoundaryIsContent() throws RefusedException {
        assertRead("--b\n" + NAMED + "a\n\n\n-\n--\n--c\n\n\n--a\n--b--\n", "a=\r\n-\r\n--\r\n--c\r\n\r\n\r\n--a");
    }

    @Test
    void aFormThatIsCutOffIsNotWhole() throws RefusedException {
        String form = "--b\r\n" + NAMED + "a\r\n\r\n12345\r\n--b--";
        for (int end = 0; end < form.length(); end++) {
            FormReader reader = new FormReader("b", new Told());
            reader.read(form.substring(0, end).getBytes(StandardCharsets.ISO_8859_1));
            assertThat(reader.isWhole()).as("%d", end).isFalse();
        }
    }

    @Test
    void brokenFormsAreRefused() {
        for (String form : new String[] {
            "--bx\n",
            "--b\rx",
            "--b" + " ".repeat(100),
            "--b\n\n\n--b--",
            "--b\nX: y\n\nz",
            "--b\n" + NAMED + "\n\n",
            "--b\nX: " + "y".repeat(10_000),
            "--b\nX: " + "y".repeat(10_000) + "\n\n"
        }) {
            assertThatThrownBy(() -> read(form.replace("\n", "\r\n"), 5))
                    .as(form.substring(0, Math.min(20, form.length())))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.refusal().code()).isEqualTo(ErrorCode.BAD_FRAME));
        }
        String part = "--b\r\n" + NAMED + "a\r\n\r\n\r\n";
        assertThatThrownBy(() -> read(part.repeat(FormReader.PARTS_MAX + 1), 1_000))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(ErrorCode.TOO_MANY));
    }

    @Test
    void boundariesAreFoundInTheirHeader() {
        assertThat(FormReader.boundaryOf("multipart/form-data; boundary=abc")).isEqualTo("abc");
        assertThat(FormReader.boundaryOf("multipart/form-data;charset=x;Boundary=\"a b:c\"; z=1"))
                .isEqualTo("a b:c");
        for (String none : new String[] {
            "",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=\"\"",
            "multipart/form-data; boundary=" + "a".repeat(71),
            "multipart/form-data; boundary=a b"
        }) {
            assertThat(FormReader.boundaryOf(none)).as(none).isNull();
        }
    }

    /// However a form is cut into pieces, the same is read; and what comes out is what went in.
    @Test
    void anyContentComesThroughInAnyPieces() throws RefusedException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String[] bodies = new String[random.nextInt(4)];
            StringBuilder form = new StringBuilder();
            List<String> expected = new ArrayList<>();
            for (int part = 0; part < bodies.length; part++) {
                String body = noise(random);
                form.append("--b\r\n").append(NAMED).append("p").append(part).append("\r\n\r\n");
                form.append(body).append("\r\n");
                expected.add("p" + part + "=" + body);
            }
            assertThat(read(form + "--b--\r\n", 1 + random.nextInt(40)))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    /// Much that nearly is a boundary, and none that is.
    private static String noise(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(60); length > 0; length--) {
            text.append("\r\n--x\u00FF\u0000".charAt(random.nextInt(7)));
        }
        return text.toString();
    }
}
