/// Our own REST under `/api/v1`: what a business back-end asks of the server (`docs/wire/rest.md`).
///
/// A request goes: [Rest] (credential, route, body, on the event loop) → an [Operation] on a storage thread → a
/// [Reply], written on the event loop again.
@NullMarked
package im.hongyan.http.rest;

import org.jspecify.annotations.NullMarked;
