package im.hongyan.dialects.wafer;

import im.hongyan.dialect.entry.ConversationName;

/// Which messages of tunnels are messages of a conversation.
///
/// @param to the conversation, as each user names it
/// @param event the type of such messages
/// @param field the member of their content that holds the text
public record BridgeSettings(ConversationName to, String event, String field) {}
