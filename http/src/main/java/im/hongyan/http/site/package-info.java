/// What a person sees with a browser: the landing page with its phones, the demo's files, the SDKs as one file, and
/// the documents. Only files of the checkout, none of a user's.
@NullMarked
package im.hongyan.http.site;

import org.jspecify.annotations.NullMarked;
