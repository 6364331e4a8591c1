package im.hongyan.wechat;

/// Exchanges what `wx.login` gave the mini-program.
@FunctionalInterface
public interface LoginCodes {
    /// Blocks until the answer is there.
    CodeAnswer exchange(String code);
}
