package dev.chatsessions.webhook;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** By what a delivery shows that its sender has a secret. */
public sealed interface Proof {

    /** The secret itself, in the address. Never printed. */
    record Path(String secret) implements Proof {
        public Path {
            requireNonNull(secret, "secret");
        }

        @Override
        public String toString() {
            return "Path[hidden]";
        }
    }

    /**
     * The signatures of Standard Webhooks.
     *
     * @param id 1 to 128 visible ASCII characters without a dot
     * @param sentAt in seconds since 1970, as it was signed
     * @param signatures each with its version, separated by spaces; what cannot be read is no signature
     */
    record Standard(String id, long sentAt, String signatures) implements Proof {

        private static final Pattern ID = Pattern.compile("[\\x21-\\x2d\\x2f-\\x7e]{1,128}");

        public Standard {
            if (!ID.matcher(requireNonNull(id, "id")).matches()) {
                throw new IllegalArgumentException("id is not 1 to 128 visible ASCII characters without a dot");
            }
            if (sentAt < 0) {
                throw new IllegalArgumentException("sentAt " + sentAt + " is negative");
            }
            requireNonNull(signatures, "signatures");
        }
    }

    /** The signature of GitHub's {@code X-Hub-Signature-256}; what cannot be read is no signature. */
    record GitHub(String signature) implements Proof {
        public GitHub {
            requireNonNull(signature, "signature");
        }
    }
}
