package dev.chatsessions.session;

/** What a client says of the version it saw, as HTTP's {@code If-Match} does (RFC 9110, section 13.1.1). */
public sealed interface ExpectedVersion {

    /** Whatever the version is. */
    static ExpectedVersion any() {
        return new Any();
    }

    /** This version, else Stale. */
    static ExpectedVersion of(long version) {
        return new Exactly(version);
    }

    /** Whether {@code version} is as expected. */
    boolean matches(long version);

    /** No expectation. */
    record Any() implements ExpectedVersion {
        @Override
        public boolean matches(long version) {
            return true;
        }
    }

    /** One version; 0 expects that there is nothing yet. */
    record Exactly(long value) implements ExpectedVersion {
        public Exactly {
            if (value < 0) {
                throw new IllegalArgumentException("value " + value + " is negative");
            }
        }

        @Override
        public boolean matches(long version) {
            return value == version;
        }
    }
}
