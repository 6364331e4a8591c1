/// For business code in Java: what Wafer's server SDK gave it, without servlets. The same interfaces work inside
/// the server ([im.hongyan.dialects.wafer.business.TunnelHandler] as a service that the server finds) and in a
/// process of one's own, over HTTP ([im.hongyan.dialects.wafer.business.RemoteTunnels],
/// [im.hongyan.dialects.wafer.business.RemoteLogins]).
///
/// Content of messages is JSON text, in and out: bring the JSON library that you like.
@NullMarked
package im.hongyan.dialects.wafer.business;

import org.jspecify.annotations.NullMarked;
