package im.hongyan.wechat;

/// A mini-program, as WeChat knows it.
public record WeChatApp(String appid, String secret) {
    @Override
    public String toString() {
        return "WeChatApp[" + appid + "]"; // not the secret
    }
}
