package im.hongyan.http.rest;

import com.code_intelligence.jazzer.junit.FuzzTest;
import im.hongyan.core.error.RefusedException;
import java.util.Arrays;

/// Any bytes at all are a form or a refusal, and the same in one piece as in many.
class FormReaderFuzz {
    private static Object outcome(byte[] form, int piece) {
        FormReaderTest.Told told = new FormReaderTest.Told();
        FormReader reader = new FormReader("b", told);
        try {
            for (int at = 0; at < form.length; at += piece) {
                reader.read(Arrays.copyOfRange(form, at, Math.min(form.length, at + piece)));
            }
        } catch (RefusedException e) {
            return e.refusal().code();
        }
        return told.parts + " " + reader.isWhole();
    }

    @FuzzTest(maxDuration = "30s")
    void anyFormIsReadOrRefused(byte[] form) {
        Object whole = outcome(form, Math.max(1, form.length));
        if (!outcome(form, 1).equals(whole) || !outcome(form, 7).equals(whole)) {
            throw new AssertionError("the pieces make a difference");
        }
    }
}
