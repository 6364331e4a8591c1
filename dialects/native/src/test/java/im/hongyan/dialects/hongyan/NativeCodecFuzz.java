package im.hongyan.dialects.hongyan;

import com.code_intelligence.jazzer.junit.FuzzTest;
import im.hongyan.core.limit.Limits;

/// Any bytes at all. In a normal test run only the seeds beside it are tried (the folder `NativeCodecFuzzInputs` in
/// the test resources); with `JAZZER_FUZZ=1` in the environment it searches on its own.
class NativeCodecFuzz {
    @FuzzTest(maxDuration = "60s")
    void anyBytesAreARequestOrARefusal(byte[] bytes) {
        Fuzzed.check(new NativeCodec(Limits.DEFAULT), bytes, 0, bytes.length);
    }
}
