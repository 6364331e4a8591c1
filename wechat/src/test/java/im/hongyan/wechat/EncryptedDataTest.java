package im.hongyan.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EncryptedDataTest {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODw==";
    private static final String IV = "8PHy8/T19vf4+fr7/P3+/w==";
    private static final String APPID = "wx0000000000000000";
    private static final String DATA =
            "lU6m0m+FNfYLJ2kulA9mnnhjo6j6VXGkyIfmI9xB9I89Mz7Iwa12A8Mg3Tcm9dxAv60fGsKSfQn/fwMX3vU84"
                    + "Foiwnq5+7YxgusCCuKKkxYjFoZltQ03qucFjMY2SnwbOHVhTeI3c1nlRhyuTVJg/EFqrgr5iVwN1jylhsAiPh6fRvNcK/3KFkuVpiB605GrL"
                    + "mOzozPDvp11dEpBFOMRrnIE0ktZf6j3rcyuLrlpcTNnjizs0D2jVEHTu5NLqbGK";

    @Test
    void whatWeChatEncryptsIsRead() {
        assertThat(EncryptedData.open(KEY, DATA, IV, APPID).orElseThrow())
                .isEqualTo("{\"openId\":\"o-test-1\",\"nickName\":\"Ada 你好\",\"gender\":0,\"language\":\"en\","
                        + "\"city\":\"\",\"province\":\"\",\"country\":\"\",\"avatarUrl\":\"\",\"watermark\":"
                        + "{\"timestamp\":1500000000,\"appid\":\"wx0000000000000000\"}}");
        assertThat(EncryptedData.open(KEY, DATA, IV, null)).isPresent();
    }

    @Test
    void anotherProgramsDataAnotherKeyAndRubbishAreRefused() {
        assertThat(EncryptedData.open(KEY, DATA, IV, "wx1")).isEmpty();
        assertThat(EncryptedData.open("8PHy8/T19vf4+fr7/P3+/w==", DATA, IV, APPID))
                .isEmpty();
        assertThat(EncryptedData.open("AAEC", DATA, IV, APPID)).isEmpty();
        assertThat(EncryptedData.open(KEY, DATA, "AAEC", APPID)).isEmpty();
        assertThat(EncryptedData.open(KEY, "not base64!", IV, APPID)).isEmpty();
        assertThat(EncryptedData.open(KEY, "", IV, APPID)).isEmpty();
    }

    @Test
    void theOldFormHasNoVectorAndNeedsNoWatermark() throws Exception {
        assertThat(EncryptedData.open(KEY, encrypted("{\"nickName\":\"Ada\"}", KEY), null, APPID))
                .contains("{\"nickName\":\"Ada\"}");
        assertThat(EncryptedData.open(KEY, encrypted("{\"watermark\":{\"appid\":\"wx1\"}}", KEY), null, APPID))
                .isEmpty();
        assertThat(EncryptedData.open(KEY, encrypted("{\"nickName\":\"Ada\"}", IV), IV, APPID))
                .isEmpty();
    }

    @Test
    void whatIsInsideMustBeOneObject() throws Exception {
        assertThat(EncryptedData.open(KEY, encrypted("[]", IV), IV, null)).isEmpty();
        assertThat(EncryptedData.open(KEY, encrypted("{} {}", IV), IV, null)).isEmpty();
        assertThat(EncryptedData.open(KEY, encrypted("{\"watermark\":7}", IV), IV, APPID))
                .isEmpty();
    }

    @Property(tries = 300)
    void anyTextIsDataOrNone(@ForAll String key, @ForAll String data, @ForAll String iv) {
        assertThat(EncryptedData.open(key, data, iv, null)).isEmpty();
    }

    private static String encrypted(String plain, String iv) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        Base64.Decoder base64 = Base64.getDecoder();
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(base64.decode(KEY), "AES"),
                new IvParameterSpec(base64.decode(iv)));
        return Base64.getEncoder().encodeToString(cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8)));
    }
}
