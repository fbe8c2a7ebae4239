package dev.chatsessions.identity;

import static java.util.Objects.requireNonNull;

/** What a client shows to prove who it is. Never printed: {@code toString} hides the secret. */
public sealed interface Credential {

    /** A secret that whoever holds it may use (RFC 6750), be it in a header, a cookie or a query. */
    record Bearer(String secret) implements Credential {
        public Bearer {
            requireNonNull(secret, "secret");
        }

        @Override
        public String toString() {
            return "Bearer[secret hidden]";
        }
    }
}
