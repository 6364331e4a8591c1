/// Main, configuration and wiring. Nobody depends on it but the proofs.
@NullMarked
package im.hongyan.server;

import org.jspecify.annotations.NullMarked;
