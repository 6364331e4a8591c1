/// Sockets: listeners and the one Connection that every transport shares.
///
/// ```
/// http port ── upgrade ──┐                        ┌── WebSocketFraming
/// TCP listener ──────────┴─► SocketConnection ────┤        (bytes ⇄ messages: all that differs)
///                              │        ▲         └── LengthFraming
///                      DialectSession   │ Loop: outbox, end of turn, sweep (one per event loop)
/// ```
@NullMarked
package im.hongyan.gateway;

import org.jspecify.annotations.NullMarked;
