package im.hongyan.directory;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;

/// An app's key, ready to sign and verify. Both halves are free of state and shared by all threads.
final class SigningKey {
    private final AppKey key;
    private final JWSSigner signer;
    private final JWSVerifier verifier;

    SigningKey(AppKey key) {
        this.key = key;
        try {
            signer = new MACSigner(key.secret());
            verifier = new MACVerifier(key.secret());
        } catch (JOSEException e) {
            throw new IllegalStateException("the secret of key " + key.kid() + " is too short", e);
        }
    }

    AppKey key() {
        return key;
    }

    String kid() {
        return key.kid();
    }

    JWSSigner signer() {
        return signer;
    }

    JWSVerifier verifier() {
        return verifier;
    }
}
