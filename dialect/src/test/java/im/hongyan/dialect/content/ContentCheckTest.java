package im.hongyan.dialect.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.RawJson;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentCheckTest {
    private final ContentCheck check = new ContentCheck();

    private void check(String kind, String json) throws Exception {
        check.check(ContentKind.valueOf(kind.toUpperCase(Locale.ROOT)), RawJson.of(json.replace('\'', '"')), 8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            text     | {'text':'hi'}
            text     | {'text':' ','more':{'unknown':[1,2]},'more':2}
            image    | {'url':'https://x/y'}
            image    | {'url':'u','width':1,'height':0,'size':9007199254740991,'thumbnail':'t','format':'png'}
            image    | {'url':'u','width':null}
            audio    | {'url':'u','duration':1200}
            video    | {'url':'u','duration':1,'width':2,'height':3,'size':4,'cover':'c','format':'mp4'}
            file     | {'url':'u','name':'a.txt','size':3,'mime':'text/plain'}
            location | {'latitude':-90,'longitude':180.0,'name':'','address':'x'}
            location | {'latitude':1e1,'longitude':-0.5}
            face     | {'index':-3}
            face     | {'name':'smile','pack':'p'}
            custom   | {'data':''}
            custom   | {'data':'x','description':'d','extension':'e'}
            command  | {'name':'go','data':{'a':1}}
            merged   | {'title':'','messages':[{'from':'bob','t':1,'type':'text','content':{'text':'x'}}],'digest':['a']}
            notice   | {'text':'welcome'}
            """)
    void accepts(String kind, String json) {
        assertThatCode(() -> check(kind, json)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            text     | {}                                            | content.text
            text     | {'text':''}                                   | content.text
            text     | {'text':null}                                 | content.text
            text     | {'text':1}                                    | content.text
            text     | {'text':'a','text':'b'}                       | content.text
            image    | {'url':''}                                    | content.url
            image    | {'url':'u','width':-1}                        | content.width
            image    | {'url':'u','height':1.5}                      | content.height
            image    | {'url':'u','size':'1'}                        | content.size
            image    | {'url':'u','thumbnail':''}                    | content.thumbnail
            image    | {'url':'u','format':1}                        | content.format
            audio    | {'url':'u'}                                   | content.duration
            video    | {'duration':1}                                | content.url
            file     | {'url':'u'}                                   | content.name
            location | {'latitude':90.1,'longitude':0}               | content.latitude
            location | {'latitude':0,'longitude':'0'}                | content.longitude
            location | {'latitude':0}                                | content.longitude
            face     | {}                                            | content.index
            face     | {'index':1.5}                                 | content.index
            face     | {'name':''}                                   | content.name
            custom   | {'data':{}}                                   | content.data
            command  | {'name':''}                                   | content.name
            command  | {'name':'x','data':'y'}                       | content.data
            merged   | {'title':'t'}                                 | content.messages
            merged   | {'title':'t','messages':[]}                   | content.messages
            merged   | {'title':'t','messages':[1]}                  | content.messages
            merged   | {'title':'t','messages':[{'t':1}]}            | content.messages.from
            merged   | {'title':'t','messages':[{'from':'b','t':1,'type':'no','content':{}}]}   | content.messages.type
            merged   | {'title':'t','messages':[{'from':'b','t':1,'type':'text','content':{}}]} | content.messages.content.text
            merged   | {'title':'t','messages':[{'from':'b','t':1,'type':'text','content':1}]}  | content.messages.content
            notice   | {}                                            | content.text
            """)
    void refuses(String kind, String json, String field) {
        assertThatThrownBy(() -> check(kind, json)).isInstanceOfSatisfying(RefusedException.class, e -> {
            assertThat(e.refusal().code()).isEqualTo(ErrorCode.BAD_CONTENT);
            assertThat(e.refusal().field()).isEqualTo(field);
        });
    }

    @Test
    void countsCharactersNotBytes() throws Exception {
        check("command", "{'name':'" + "你".repeat(64) + "'}");
        assertThatThrownBy(() -> check("command", "{'name':'" + "a".repeat(65) + "'}"))
                .isInstanceOf(RefusedException.class);
        check("file", "{'url':'u','name':'" + "\\u4f60".repeat(255) + "'}");
        check("image", "{'url':'" + "u".repeat(2_048) + "'}");
        assertThatThrownBy(() -> check("image", "{'url':'" + "u".repeat(2_049) + "'}"))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void boundsMergedMessages() throws Exception {
        String one = "{'from':'b','t':1,'type':'text','content':{'text':'x'}}";
        check("merged", "{'title':'t','messages':[" + (one + ",").repeat(99) + one + "]}");
        assertThatThrownBy(() -> check("merged", "{'title':'t','messages':[" + (one + ",").repeat(100) + one + "]}"))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void canBeUsedAgainAfterARefusal() throws Exception {
        assertThatThrownBy(() -> check("text", "{'text':1}")).isInstanceOf(RefusedException.class);
        check("text", "{'text':'1'}");
    }
}
