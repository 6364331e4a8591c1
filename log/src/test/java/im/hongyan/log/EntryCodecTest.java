package im.hongyan.log;

import static im.hongyan.testkit.log.LogSamples.ALICE;
import static im.hongyan.testkit.log.LogSamples.ALICE_BOB;
import static im.hongyan.testkit.log.LogSamples.APP;
import static im.hongyan.testkit.log.LogSamples.BOB;
import static im.hongyan.testkit.log.LogSamples.CAROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.RawJson;
import im.hongyan.testkit.log.LogSamples;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The bytes themselves. A change here is a change of the data format: old folders must stay readable, so give it a
/// new version and keep these.
class EntryCodecTest {
    private static final ConversationId.Feed FEED = new ConversationId.Feed(APP, ALICE);
    /// Position, time, number − counted, recalled.
    private static final String REST = "e907" + "d285d8cc04" + "01" + "02";

    private static final ConversationId.Group GROUP = new ConversationId.Group(APP, "g1");

    @Test
    void aMessage() {
        assertGolden(
                ALICE_BOB,
                LogSamples.text(BOB, "hi"),
                new Mark(4, 3),
                new Mark(5, 4),
                "0101e907d285d8cc04010201010000020463" + "2d6869" + "01030d7b2274657874223a226869227d");
    }

    @Test
    void aMessageWithEverything() {
        Message message = new Message(
                CAROL,
                "c1",
                ContentKind.IMAGE,
                RawJson.of("{}"),
                RawJson.of("{\"e\":1}"),
                List.of("*", "鸿"),
                300,
                false,
                true);
        assertGolden(
                GROUP,
                message,
                Mark.ZERO,
                Mark.ZERO,
                "0101e907d285d8cc04010200056361726f6c026331021e027b7d077b2265223a317d02012a03e9b8bfac02");
    }

    @Test
    void theEvents() {
        Member member = new Member(new Mark(1, 1), new Mark(5, 4), 6, new Mark(2, 2), 9, 1_000, true);
        assertGolden(
                ALICE_BOB,
                new Payload.Recalled(BOB, "c1", ContentKind.TEXT, ALICE, true),
                "0102" + REST + "05040504" + "02026331010101");
        assertGolden(ALICE_BOB, new Payload.Recall(BOB, 3, ALICE, true), "0103" + REST + "05040504" + "02030101");
        assertGolden(
                FEED,
                new Payload.ReadMark(ALICE, ALICE_BOB, 5, 4),
                "0104" + REST + "0101" + "05616c696365" + "03626f62" + "0504");
        assertGolden(FEED, new Payload.ReadReceipt(BOB, GROUP, 5), "0105" + REST + "0003626f62" + "02026731" + "05");
        assertGolden(
                FEED,
                new Payload.SettingsChanged(ALICE, FEED, member),
                "0106" + REST + "0104" + "05616c696365" + "01010101050406020209e807");
        assertGolden(
                FEED,
                new Payload.ReadReceipt(BOB, new ConversationId.Room(APP, "r"), 5),
                "0105" + REST + "0003626f62" + "030172" + "05");
    }

    @Test
    void aMembersRow() {
        Member member = new Member(new Mark(1, 1), new Mark(5, 4), 6, new Mark(2, 2), 9, 1_000, true);
        assertThat(HexFormat.of().formatHex(MemberCodec.bytes(member))).isEqualTo("01010101050406020209e807");
    }

    @Test
    void theKeys() {
        assertThat(HexFormat.of().formatHex(Keys.numbered(Keys.conversation(ALICE_BOB), 258)))
                .isEqualTo("0464656d6f01" + "05616c696365" + "03626f62" + "0000000000000102");
        assertThat(HexFormat.of().formatHex(Keys.member(GROUP, BOB))).isEqualTo("0464656d6f" + "03626f62" + "02026731");
        assertThat(HexFormat.of().formatHex(Keys.conversation(FEED))).isEqualTo("0464656d6f04" + "05616c696365");
        assertThat(HexFormat.of().formatHex(Keys.conversation(new ConversationId.Room(APP, ""))))
                .isEqualTo("0464656d6f03" + "00");
    }

    @Test
    void anUnknownVersionIsRefusedInWords() {
        byte[] entry = {9, 1, 1};
        assertThatThrownBy(() -> EntryCodec.entry(ALICE_BOB, 1, entry))
                .isInstanceOf(UnreadableLogException.class)
                .hasMessageContaining("version 9")
                .hasMessageContaining("a newer server wrote it");
        assertThatThrownBy(() -> MemberCodec.member(entry))
                .isInstanceOf(UnreadableLogException.class)
                .hasMessageContaining("version 9");
    }

    @Test
    void anEntryCannotSpeakOfAnotherAppsConversation() {
        ConversationId theirs = new ConversationId.Group(LogSamples.OTHER_APP, "g");
        assertThatThrownBy(() -> bytes(entry(FEED, new Payload.ReadReceipt(BOB, theirs, 1)), Mark.ZERO, Mark.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anIdTooLongForAKeyIsRefused() {
        ConversationId conversation = new ConversationId.Group(APP, "g".repeat(Keys.ID_BYTES_MAX + 1));
        assertThatThrownBy(() -> Keys.conversation(conversation)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertGolden(ConversationId conversation, Payload payload, String hex) {
        assertGolden(conversation, payload, Mark.ZERO, Mark.ZERO, hex);
    }

    private static void assertGolden(ConversationId conversation, Payload payload, Mark ownA, Mark ownB, String hex) {
        Entry entry = entry(conversation, payload);
        assertThat(HexFormat.of().formatHex(bytes(entry, ownA, ownB))).isEqualTo(hex);
        assertThat(EntryCodec.entry(conversation, 5, HexFormat.of().parseHex(hex)))
                .isEqualTo(entry);
    }

    private static Entry entry(ConversationId conversation, Payload payload) {
        return new Entry(conversation, 5, 1_001, 1_234_567_890, 4, payload);
    }

    private static byte[] bytes(Entry entry, Mark ownA, Mark ownB) {
        ByteSink sink = new ByteSink(16, 1 << 10);
        EntryCodec.write(sink, entry, ownA, ownB, 2);
        return sink.toBytes();
    }
}
