package im.hongyan.dialects.wafer;

import static im.hongyan.dialects.wafer.World.field;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.ProfileChange;
import im.hongyan.testkit.core.MemoryWorld;
import org.junit.jupiter.api.Test;

class SessionServiceTest {
    private static final long DAY_MS = 86_400_000;

    private static String call(String name, String parameters) {
        return "{\"version\":1,\"componentName\":\"MA\",\"interface\":{\"interfaceName\":\"" + name + "\",\"para\":"
                + parameters + "}}";
    }

    @Test
    void oneBodyServesTheClientsOfAllGenerations() {
        try (World world = new World()) {
            String body = world.get("/wafer/login", "X-WX-Code", "o-1");
            String skey = field(body, "skey");
            assertThat(body)
                    .startsWith("{\"" + WaferWriter.MAGIC + "\":1,\"session\":{\"id\":\"")
                    .contains("\"skey\":\"" + skey + "\"},\"code\":0,\"data\":{\"skey\":\"" + skey
                            + "\",\"userinfo\":{\"openId\":\"o-1\"");
            assertThat(field(body, "id")).matches("[0-9a-f]{32}");
            assertThat(skey).matches("[0-9a-f]{48}");
            String user = world.get("/wafer/user", "X-WX-Skey", skey, "X-WX-Id", field(body, "id"));
            assertThat(user).startsWith("{\"code\":0,\"data\":{\"userInfo\":{\"openId\":\"o-1\"");
            assertThat(user).doesNotContain(WaferWriter.MAGIC);
            assertThat(world.get("/wafer/user", "X-WX-Skey", skey)).isEqualTo(user);
        }
    }

    @Test
    void whoTellsNothingIsAUserAllTheSame() {
        try (World world = new World()) {
            world.login("o-1");
            assertThat(world.memory.core().accounts().find(MemoryWorld.key("o-1")))
                    .isPresent();
            world.get(
                    "/wafer/login",
                    "X-WX-Code",
                    "o-1",
                    "X-WX-Encrypted-Data",
                    "{\"nickName\":\"Ada\",\"avatarUrl\":\"https://a/1\"}",
                    "X-WX-IV",
                    "iv");
            var user =
                    world.memory.core().accounts().find(MemoryWorld.key("o-1")).orElseThrow();
            assertThat(user.name()).isEqualTo("Ada");
            assertThat(user.avatar()).isEqualTo("https://a/1");
            // WeChat's own word for the nameless is no name, and a name that is there is kept.
            String body = world.get(
                    "/wafer/login",
                    "X-WX-Code",
                    "o-1",
                    "X-WX-Encrypted-Data",
                    "{\"nickName\":\"微信用户\"}",
                    "X-WX-IV",
                    "iv");
            assertThat(field(body, "nickName")).isEqualTo("Ada");
        }
    }

    @Test
    void severalDevicesLiveTogetherUntilThereAreTooMany() {
        try (World world = new World()) {
            String first = world.login("o-1");
            String id = null;
            for (int i = 0; i < 7; i++) {
                world.memory.clock().forward(1);
                String body = world.get("/wafer/login", "X-WX-Code", "o-1");
                assertThat(id == null ? field(body, "id") : id).isEqualTo(field(body, "id"));
                id = field(body, "id");
            }
            assertThat(world.get("/wafer/user", "X-WX-Skey", first)).contains("\"code\":0");
            world.memory.clock().forward(1);
            String last = world.login("o-1");
            assertThat(world.get("/wafer/user", "X-WX-Skey", first)).contains("ERR_INVALID_SESSION");
            assertThat(world.get("/wafer/user", "X-WX-Skey", last)).contains("\"code\":0");
        }
    }

    @Test
    void aSessionEndsAMonthAfterItsLoginHoweverMuchItIsUsed() {
        try (World world = new World()) {
            String skey = world.login("o-1");
            for (int day = 0; day < 29; day++) {
                world.memory.clock().forward(DAY_MS);
                assertThat(world.get("/wafer/user", "X-WX-Skey", skey)).contains("\"code\":0");
            }
            world.memory.clock().forward(DAY_MS);
            assertThat(world.get("/wafer/user", "X-WX-Skey", skey)).contains("ERR_INVALID_SESSION", "#60011");
        }
    }

    @Test
    void useKeepsASessionAliveAndIdlenessEndsIt() {
        try (World world = new World(
                usual -> new WaferSettings(
                        usual.app(),
                        usual.guests(),
                        usual.conformance(),
                        "",
                        false,
                        usual.heartbeatMs(),
                        usual.sessionMs(),
                        2 * DAY_MS,
                        usual.sessionRenewMs(),
                        8,
                        usual.connectMs(),
                        10,
                        10,
                        1_000,
                        64,
                        10_000,
                        10,
                        1_000,
                        10),
                null,
                _ -> null)) {
            String skey = world.login("o-1");
            for (int day = 0; day < 5; day++) {
                world.memory.clock().forward(DAY_MS);
                assertThat(world.get("/wafer/user", "X-WX-Skey", skey)).contains("\"code\":0");
            }
            world.memory.clock().forward(2 * DAY_MS);
            assertThat(world.get("/wafer/user", "X-WX-Skey", skey)).contains("ERR_INVALID_SESSION");
        }
    }

    @Test
    void everyFailureIsToldSoThatTheClientKnowsWhatToDo() {
        try (World world = new World()) {
            assertThat(world.get("/wafer/login")).contains(WaferWriter.MAGIC, "INVALID_REQUEST");
            assertThat(world.get("/wafer/login", "X-WX-Code", "o", "X-WX-Encrypted-Data", "{}"))
                    .contains("INVALID_REQUEST");
            assertThat(world.get("/wafer/login", "X-WX-Code", "o", "X-WX-Encrypted-Data", "x", "X-WX-IV", "iv"))
                    .contains("ERR_LOGIN_FAILED", "#60021");
            assertThat(world.get("/wafer/login", "X-WX-Code", "$system")).contains("ERR_LOGIN_FAILED");
            assertThat(world.get("/wafer/user")).contains(WaferWriter.MAGIC, "INVALID_REQUEST");
            assertThat(world.get("/wafer/user", "X-WX-Skey", "x".repeat(5_000))).contains("ERR_INVALID_SESSION");
            String skey = world.login("o-1");
            assertThat(world.get("/wafer/user", "X-WX-Skey", skey, "X-WX-Id", "other"))
                    .contains("ERR_INVALID_SESSION", "#60012");
            world.wechatSays = new WeChat.Answer.Refused(40163, "code been used");
            assertThat(world.get("/wafer/login", "X-WX-Code", "o")).contains("#40029 - WEIXIN_CODE_ERR 40163");
            world.wechatSays = new WeChat.Answer.Unreachable("down");
            assertThat(world.get("/wafer/login", "X-WX-Code", "o")).contains("#1005");
            world.wechatSays = new WeChat.Answer.Unusable("?");
            assertThat(world.get("/wafer/login", "X-WX-Code", "o")).contains("#1007");
            world.wechatSays = new WeChat.Answer.NotConfigured();
            assertThat(world.get("/wafer/login", "X-WX-Code", "o")).contains("#1012");
        }
    }

    @Test
    void aDisabledUserIsNotSentInCircles() {
        try (World world = new World()) {
            String skey = world.login("o-1");
            world.memory.core().accounts().change(MemoryWorld.key("o-1"), new ProfileChange(null, null, null, false));
            assertThat(world.get("/wafer/user", "X-WX-Skey", skey)).contains("ERR_CHECK_LOGIN_FAILED");
            assertThat(world.get("/wafer/tunnel", "X-WX-Skey", skey)).contains("ERR_CHECK_LOGIN_FAILED");
            assertThat(world.get("/wafer/login", "X-WX-Code", "o-1")).contains("ERR_LOGIN_FAILED");
        }
    }

    @Test
    void clientsBeforeTheVectorLogIn() {
        try (World world = new World()) {
            assertThat(world.get("/wafer/login", "X-WX-Code", "o", "X-WX-Encrypt-Data", "{\"nickName\":\"Ada\"}"))
                    .contains("\"nickName\":\"Ada\"");
        }
    }

    @Test
    void theSessionServerSpeaksToBusinessServers() {
        try (World world = new World()) {
            String in =
                    world.post("/mina_auth/", call("qcloud.cam.id_skey", "{\"code\":\"o-1\",\"encrypt_data\":\"\"}"));
            assertThat(in)
                    .startsWith("{\"returnCode\":0,\"returnMessage\":\"NEW_SESSION_SUCCESS\"")
                    .endsWith("\"duration\":2592000},\"version\":1,\"componentName\":\"MA\"}");
            String id = field(in, "id");
            String skey = field(in, "skey");
            assertThat(world.post("/mina_auth/", call("qcloud.cam.id_skey", "{\"code\":\"o-1\"}")))
                    .contains("UPDATE_SESSION_SUCCESS", id);
            String both = "{\"id\":\"" + id + "\",\"skey\":\"" + skey + "\"";
            assertThat(world.post("/mina_auth/", call("qcloud.cam.auth", both + "}")))
                    .contains("AUTH_SUCCESS", "\"openId\":\"o-1\"");
            assertThat(world.post("/mina_auth/", call("qcloud.cam.auth", "{\"id\":\"" + id + "\",\"skey\":\"no\"}")))
                    .startsWith("{\"returnCode\":60012,");
            // What only WeChat's key of this session opens, which is kept where only the client's key opens it.
            assertThat(world.post("/mina_auth/", call("qcloud.cam.decrypt", both + ",\"encrypt_data\":\"{KEY}\"}")))
                    .contains("\"returnData\":\"{key of o-1}\"");
            assertThat(world.post("/mina_auth/", call("qcloud.cam.decrypt", both + ",\"encrypt_data\":\"x\"}")))
                    .startsWith("{\"returnCode\":60021,");
        }
    }

    @Test
    void whatIsNoCallHasItsNumber() {
        try (World world = new World()) {
            assertThat(world.post("/mina_auth/", "")).startsWith("{\"returnCode\":1009,");
            assertThat(world.post("/mina_auth/", "{\"interface\":{")).startsWith("{\"returnCode\":1009,");
            assertThat(world.post("/mina_auth/", "{}")).startsWith("{\"returnCode\":1002,");
            assertThat(world.post("/mina_auth/", "{\"interface\":{\"interfaceName\":\"qcloud.cam.auth\"}}"))
                    .startsWith("{\"returnCode\":1011,");
            assertThat(world.post("/mina_auth/", call("qcloud.cam.auth", "{\"id\":\"1\"}")))
                    .startsWith("{\"returnCode\":1003,");
            assertThat(world.post("/mina_auth/", call("qcloud.cam.initdata", "{\"appid\":\"wx\",\"secret\":\"s\"}")))
                    .startsWith("{\"returnCode\":1010,");
        }
    }
}
