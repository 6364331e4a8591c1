/// What a plug-in of the MobileIMSDK dialect implements, and what it may ask for. Nothing else of the server is
/// needed to write one.
@NullMarked
package im.hongyan.dialects.mobileimsdk.plugin;

import org.jspecify.annotations.NullMarked;
