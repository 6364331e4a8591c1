package im.hongyan.dialects.wafer.business;

/// What a session server answers: Wafer's own numbers.
public enum ReturnCode {
    OK(0, "OK"),
    INTERNAL(1001, "INTERNAL_ERR"),
    NO_INTERFACE_NAME(1002, "NO_INTERFACENAME_PARA"),
    BAD_PARAMETER(1003, "PARA_ERR"),
    WECHAT_UNREACHABLE(1005, "WEIXIN_NET_ERR"),
    SESSION_NOT_CHANGED(1006, "CHANGE_SESSION_ERR"),
    WECHAT_UNUSABLE(1007, "WEIXIN_RETURN_ERR"),
    NOT_JSON(1009, "REQUEST_IS_NOT_JSON"),
    UNKNOWN_INTERFACE(1010, "INTERFACENAME_PARA_ERR"),
    NO_PARAMETERS(1011, "NO_PARA"),
    NO_APPID(1012, "NO_APPID"),
    CODE_REFUSED(40029, "WEIXIN_CODE_ERR"),
    SKEY_EXPIRED(60011, "SKEY_EXPIRED"),
    AUTH_FAIL(60012, "AUTH_FAIL"),
    DECRYPT_FAIL(60021, "DECRYPT_FAIL");

    private final int number;
    private final String word;

    ReturnCode(int number, String word) {
        this.number = number;
        this.word = word;
    }

    public int number() {
        return number;
    }

    /// The word on the wire.
    public String word() {
        return word;
    }
}
