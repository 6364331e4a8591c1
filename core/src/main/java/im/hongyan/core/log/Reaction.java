package im.hongyan.core.log;

import im.hongyan.core.account.UserId;
import java.util.List;

/// One kind of reaction to a message. The message itself holds how many there are and the first who gave it, so
/// that reading a page of history reads nothing else; who gave it altogether is in facts, one for each user.
///
/// @param slot where its facts are, below [MessageFacts#reactions]
/// @param key what the application calls it, often an emoji
/// @param users those who gave it first and still do, oldest first; not all
public record Reaction(int slot, String key, long count, List<UserId> users) {}
