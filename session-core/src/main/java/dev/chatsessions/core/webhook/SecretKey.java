package dev.chatsessions.core.webhook;

import com.google.common.io.BaseEncoding;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server's own key, under which it keeps what it has to read again: AES-256 in Galois/counter mode, which also tells
 * whether anybody changed it or put it in another's place. Thread-safe.
 */
public final class SecretKey {

    private static final int KEY_BYTES = 32;

    private static final int NONCE_BYTES = 12;

    private static final int TAG_BITS = 128;

    private static final BaseEncoding TEXT = BaseEncoding.base64Url().omitPadding();

    private final SecretKeySpec key;

    private final SecureRandom random = new SecureRandom();

    private SecretKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** Reads 32 bytes in base 64, of either alphabet; anything else is an {@link IllegalArgumentException}. */
    public static SecretKey parse(String text) {
        byte[] bytes;
        try {
            bytes = TEXT.decode(text.strip().replace('+', '-').replace('/', '_').replaceAll("=+$", ""));
        } catch (IllegalArgumentException unreadable) {
            // Without the cause, which would show a part of the key.
            throw new IllegalArgumentException("the key is not in base 64");
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key is " + bytes.length + " bytes long and must be " + KEY_BYTES);
        }
        return new SecretKey(bytes);
    }

    /** Another text each time, good only together with {@code place}. */
    String seal(String secret, String place) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, place);
            var sealed = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
            var whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
            return TEXT.encode(whole);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What was sealed for this place under this key; empty for anything else. */
    Optional<String> open(String sealed, String place) {
        try {
            var whole = TEXT.decode(sealed);
            var cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(whole, NONCE_BYTES), place);
            var secret = cipher.doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
            return Optional.of(new String(secret, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    @Override
    public String toString() {
        return "SecretKey[hidden]";
    }
}
