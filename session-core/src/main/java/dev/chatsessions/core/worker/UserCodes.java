package dev.chatsessions.core.worker;

import com.google.common.hash.Hashing;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What users type in to approve a worker: eight letters without vowels, so that they spell nothing, as RFC 8628 advises. Pure.
 */
final class UserCodes {

    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

    private static final int LENGTH = 8;

    private static final Pattern FORM = Pattern.compile("[" + LETTERS + "]{" + LENGTH + "}");

    private UserCodes() {}

    /** The code that a secret leads to; each of the 25.6 billion is as likely as any other. */
    static String of(String secret) {
        var bytes = Hashing.sha256().hashString(secret, StandardCharsets.UTF_8).asBytes();
        var left = new BigInteger(1, bytes);
        var base = BigInteger.valueOf(LETTERS.length());
        var code = new StringBuilder();
        for (var i = 0; i < LENGTH; i++) {
            var parts = left.divideAndRemainder(base);
            code.append(LETTERS.charAt(parts[1].intValue()));
            left = parts[0];
        }
        return code.toString();
    }

    /** As people read it. */
    static String shown(String code) {
        return code.substring(0, LENGTH / 2) + "-" + code.substring(LENGTH / 2);
    }

    /** The code that somebody typed in; empty when it cannot be one. */
    static Optional<String> typed(String text) {
        if (text.length() > 4 * LENGTH) {
            return Optional.empty();
        }
        var letters = text.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        return Optional.of(letters).filter(code -> FORM.matcher(code).matches());
    }
}
