package im.hongyan.dialects.hongyan;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.conversation.ListFilter;
import im.hongyan.core.error.CloseCode;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.session.Platform;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NativeCodecTest {
    private final NativeCodec codec = new NativeCodec(Limits.DEFAULT);

    private Inbound decode(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return codec.decode(bytes, 0, bytes.length);
    }

    private static final String SEND =
            "{'op':'send','id':7,'to':'s:bob','cid':'c','type':'text','content':{'text':'hi'}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ~~                                                  | 0 | BAD_JSON          |
            hello                                               | 0 | BAD_JSON          |
            []                                                  | 0 | BAD_JSON          |
            7                                                   | 0 | BAD_JSON          |
            null                                                | 0 | BAD_JSON          |
            {'op':'ping','id':7                                 | 7 | BAD_JSON          |
            {'op':'ping','id':7} {}                             | 7 | BAD_JSON          |
            {'op':'ping','id':7,'x':01}                         | 7 | BAD_JSON          |

            {'id':7,'x':[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]} | 7 | TOO_DEEP |
            {}                                                  | 0 | BAD_FRAME         | op
            {'id':7}                                            | 7 | BAD_FRAME         | op
            {'op':null,'id':7}                                  | 7 | BAD_FRAME         | op
            {'op':5,'id':7}                                     | 7 | BAD_FRAME         | op
            {'op':'dance','id':7}                               | 7 | UNKNOWN_OPERATION |
            {'op':'PING','id':7}                                | 7 | UNKNOWN_OPERATION |
            {'op':'ping','id':0}                                | 0 | BAD_FRAME         | id
            {'op':'ping','id':'7'}                              | 0 | BAD_FRAME         | id
            {'op':'ping','id':7.0}                              | 0 | BAD_FRAME         | id
            {'op':'ping','id':9007199254740992}                 | 0 | BAD_FRAME         | id
            {'op':'ping','op':'ping','id':7}                    | 7 | BAD_FRAME         | op
            {'op':'send','id':7}                                | 7 | BAD_FRAME         | to
            {'op':'send','id':7,'to':5}                         | 7 | BAD_FRAME         | to
            {'op':'send','id':7,'to':'bob'}                     | 7 | BAD_CONVERSATION  | to
            {'op':'send','id':7,'to':'s:'}                      | 7 | BAD_CONVERSATION  | to
            {'op':'send','id':7,'to':'x:bob'}                   | 7 | BAD_CONVERSATION  | to
            {'op':'send','id':7,'to':'u:bob'}                   | 7 | BAD_CONVERSATION  | to
            {'op':'recall','id':7,'conv':'s:bob','n':0}         | 7 | BAD_FRAME         | n
            {'op':'recall','id':7,'conv':'s:bob','n':'1'}       | 7 | BAD_FRAME         | n
            {'op':'read','id':7,'conv':'s:bob'}                 | 7 | BAD_FRAME         | n
            {'op':'history','id':7,'conv':'s:bob','limit':0}    | 7 | BAD_FRAME         | limit
            {'op':'history','id':7,'conv':'s:bob','dir':true}   | 7 | BAD_FRAME         | dir
            {'op':'ack','got':[['s:bob',1,2]]}                  | 0 | BAD_FRAME         | got
            {'op':'ack','got':[['s:bob',-1]]}                   | 0 | BAD_FRAME         | got
            {'op':'ack','got':[['bob',1]]}                      | 0 | BAD_FRAME         | got
            {'op':'ack','got':[[]]}                             | 0 | BAD_FRAME         | got
            {'op':'ack','got':[5]}                              | 0 | BAD_FRAME         | got
            {'op':'ack','got':{}}                               | 0 | BAD_FRAME         | got
            {'op':'set','id':7,'conv':'s:bob','pin':1}          | 7 | BAD_FRAME         | pin
            {'op':'signal','id':7,'to':'s:bob','name':''}       | 7 | BAD_FRAME         | name
            {'op':'signal','id':7,'to':'s:bob','name':'x','data':[]} | 7 | BAD_FRAME    | data
            {'op':'presence','id':7,'users':'bob'}              | 7 | BAD_FRAME         | users
            {'op':'presence','id':7,'users':[1]}                | 7 | BAD_FRAME         | users
            {'op':'presence','id':7,'users':['\\u0000']}        | 7 | BAD_USER_ID       |
            {'op':'login','id':7,'v':'1'}                       | 7 | BAD_FRAME         | v
            {'op':'login','id':7,'v':1}                         | 7 | BAD_FRAME         | app
            {'op':'resume','id':7,'v':1,'app':'demo'}           | 7 | BAD_FRAME         | session
            {'op':'renew','id':7}                               | 7 | TOKEN_MISSING     |
            """)
    void refuses(String frame, long id, ErrorCode code, String field) {
        assertThat(decode(frame)).isInstanceOfSatisfying(Inbound.Unreadable.class, refused -> {
            assertThat(refused.refusal().code()).isEqualTo(code);
            assertThat(refused.refusal().field()).isEqualTo(field);
            assertThat(refused.id()).isEqualTo(id);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ,'cid':5}                    | BAD_FRAME     | cid
            ,'ext':[]}                   | BAD_FRAME     | ext
            ,'mentions':'*'}             | BAD_FRAME     | mentions
            ,'mentions':['']}            | BAD_USER_ID   | mentions
            ,'quote':-1}                 | BAD_FRAME     | quote
            ,'count':0}                  | BAD_FRAME     | count
            ,'retry':'yes'}              | BAD_FRAME     | retry
            ,'age':-1}                   | BAD_FRAME     | age
            """)
    void refusesPartsOfASend(String rest, ErrorCode code, String field) {
        String frame = rest.contains("cid") ? SEND.replace(",'cid':'c'", "") + rest : SEND + rest;
        assertThat(decode(frame)).isInstanceOfSatisfying(Inbound.Unreadable.class, refused -> {
            assertThat(refused.refusal().code()).isEqualTo(code);
            assertThat(refused.refusal().field()).isEqualTo(field);
            assertThat(refused.id()).isEqualTo(7);
        });
    }

    @Test
    void refusesContentThatDoesNotFitOrIsTooLarge() {
        assertThat(code(SEND.replace("'hi'", "''") + "}")).isEqualTo(ErrorCode.BAD_CONTENT);
        assertThat(code(SEND.replace("'text',", "'sms',") + "}")).isEqualTo(ErrorCode.BAD_CONTENT);
        assertThat(code(SEND.replace("hi", "x".repeat(32_768)) + "}")).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
        assertThat(code(SEND + ",'ext':{'x':'" + "x".repeat(8_192) + "'}}")).isEqualTo(ErrorCode.EXT_TOO_LARGE);
        assertThat(code(SEND + ",'mentions':['a'" + ",'a'".repeat(100) + "]}")).isEqualTo(ErrorCode.TOO_MANY);
        assertThat(code("{'op':'ack','got':[['s:b',1]" + ",['s:b',1]".repeat(100) + "]}"))
                .isEqualTo(ErrorCode.TOO_MANY);
        assertThat(code(SEND.replace("'c'", "'" + "c".repeat(65) + "'") + "}")).isEqualTo(ErrorCode.BAD_CLIENT_ID);
    }

    private ErrorCode code(String frame) {
        return ((Inbound.Unreadable) decode(frame)).refusal().code();
    }

    @Test
    void aFieldOfAnotherOperationIsNotLookedAt() {
        assertThat(decode("{'op':'ping','id':7,'users':5,'count':'many','content':[]}"))
                .isEqualTo(new Request.Ping(7));
    }

    @Test
    void keepsContentExactlyAsWritten() {
        Request.Send send = (Request.Send)
                decode(" {'ext' : {'b':1,'a' : [ ]} ,'content':{ 'text' : '\\u4f60 你' , 'zz':1.50 },'type':'text',"
                        + "'cid':'c','to':'s:bob','op':'send'}\r\n");
        assertThat(send.content()).hasToString("{ \"text\" : \"\\u4f60 你\" , \"zz\":1.50 }");
        assertThat(send.ext()).hasToString("{\"b\":1,\"a\" : [ ]}");
        assertThat(send.id()).isZero();
    }

    @Test
    void leavesOutWhatHasADefault() {
        Request.Send send = (Request.Send) decode(SEND + ",'ext':null,'mentions':null,'quote':null}");
        assertThat(send.counts()).isTrue();
        assertThat(send.notifies()).isTrue();
        assertThat(send.retry()).isFalse();
        assertThat(send.ext()).isNull();
        Request.Send command = (Request.Send)
                decode(SEND.replace("'text','content':{'text':'hi'}", "'command','content':{'name':'go'}") + "}");
        assertThat(command.kind()).isEqualTo(ContentKind.COMMAND);
        assertThat(command.counts()).isFalse();
        assertThat(decode("{'op':'login','v':1,'app':'demo','token':'t','device':'d','platform':'toaster'}"))
                .isInstanceOfSatisfying(Request.Login.class, login -> assertThat(login.platform())
                        .isEqualTo(Platform.OTHER));
    }

    @Test
    void cutsPagesToTheirLimits() {
        assertThat(decode("{'op':'sync','limit':1000,'entries':1000}"))
                .isEqualTo(new Request.Sync(0, 0, 100, 50, null));
        assertThat(decode("{'op':'conversations'}")).isEqualTo(new Request.Conversations(0, 50, null, ListFilter.ALL));
    }

    @Test
    void refusesOtherEncodings() {
        for (var charset :
                new Charset[] {StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            byte[] bytes = "{\"op\":\"ping\"}".getBytes(charset);
            assertThat(codec.decode(bytes, 0, bytes.length)).isInstanceOf(Inbound.Unreadable.class);
        }
    }

    @Test
    void secretsStayOutOfToString() {
        assertThat(decode("{'op':'login','v':1,'app':'demo','token':'secret','device':'d'}")
                        .toString())
                .doesNotContain("secret");
        assertThat(decode("{'op':'resume','v':1,'app':'demo','session':'secret'}")
                        .toString())
                .doesNotContain("secret");
        assertThat(decode("{'op':'renew','token':'secret'}").toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyRefusalIsRendered(ErrorCode code) {
        var frame = new NativeWriter().refusal(7, new Refusal(code, "f", null, 250));
        Map<String, Object> reply = Tree.object(new String(frame.bytes(), StandardCharsets.UTF_8));
        assertThat(reply)
                .containsEntry("re", 7L)
                .containsEntry(
                        "err",
                        Map.of(
                                "code", (long) code.number(),
                                "name", code.word(),
                                "band", code.band().word(),
                                "text", code.english(),
                                "zh", code.chinese(),
                                "after", 250L,
                                "field", "f"));
        assertThat(NativeErrors.isBadFrame(code))
                .isEqualTo(code == ErrorCode.BAD_JSON || code == ErrorCode.BAD_FRAME || code == ErrorCode.TOO_DEEP);
    }

    @ParameterizedTest
    @EnumSource(CloseCode.class)
    void everyCloseIsRendered(CloseCode code) {
        var frame = new NativeWriter().bye(code, 0);
        assertThat(Tree.object(new String(frame.bytes(), StandardCharsets.UTF_8)))
                .isEqualTo(Map.of(
                        "op", "bye",
                        "code", (long) code.number(),
                        "name", code.word(),
                        "band", code.band().word(),
                        "text", code.english(),
                        "zh", code.chinese()));
    }
}
