package im.hongyan.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteRangeTest {
    private static ByteRange of(String header) {
        return ByteRange.parse(header, 100);
    }

    @Test
    void onePartIsUnderstood() {
        assertThat(of("bytes=0-9")).isEqualTo(new ByteRange.Part(0, 9));
        assertThat(of("bytes=0-0")).isEqualTo(new ByteRange.Part(0, 0));
        assertThat(of("bytes=90-")).isEqualTo(new ByteRange.Part(90, 99));
        assertThat(of("bytes=99-99")).isEqualTo(new ByteRange.Part(99, 99));
        assertThat(of("bytes=90-1000")).isEqualTo(new ByteRange.Part(90, 99));
        assertThat(of("bytes=-1")).isEqualTo(new ByteRange.Part(99, 99));
        assertThat(of("bytes=-100")).isEqualTo(new ByteRange.Part(0, 99));
        assertThat(of("bytes=-1000")).isEqualTo(new ByteRange.Part(0, 99));
        assertThat(of("Bytes= 5-6 ")).isEqualTo(new ByteRange.Part(5, 6));
    }

    @Test
    void behindTheEndIsOutside() {
        for (String header : new String[] {"bytes=100-", "bytes=100-200", "bytes=999999999999999-", "bytes=-0"}) {
            assertThat(of(header)).as(header).isEqualTo(new ByteRange.Outside());
        }
    }

    @Test
    void anythingElseIsTheWhole() {
        for (String header : new String[] {
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=9-5",
            "bytes=0-1,5-6",
            "items=0-5",
            "bytes=+1-2",
            "bytes=1--2",
            "bytes=0x1-2",
            "bytes=1-2;x",
            "bytes=99999999999999999999-"
        }) {
            assertThat(of(header)).as(header).isEqualTo(new ByteRange.Whole());
        }
        assertThat(ByteRange.parse(null, 100)).isEqualTo(new ByteRange.Whole());
    }
}
