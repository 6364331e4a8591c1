package im.hongyan.dialect.web;

/// An answer in JSON.
///
/// @param status of HTTP
/// @param body UTF-8; belongs to the reply
public record WebReply(int status, byte[] body) {}
