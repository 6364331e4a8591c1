package im.hongyan.core.presence;

import im.hongyan.core.session.PresenceState;

/// How somebody is seen by others now.
///
/// @param text what the user shows beside it, or ""; it ends when the user goes offline
public record Presence(PresenceState state, String text) {}
