package dev.chatsessions.client;

import static java.util.Objects.requireNonNull;

/** Why a stream will say no more. */
public sealed interface StreamEnd {

    /** The server said its last: an event that ends the stream, or that nothing more will come. */
    record Complete() implements StreamEnd {}

    /**
     * The server does not serve this stream to this caller.
     *
     * @param status of HTTP; 200 where the stream was refused after it began
     * @param code as the server names the problem; empty where it does not
     */
    record Refused(int status, String code) implements StreamEnd {
        public Refused {
            requireNonNull(code, "code");
        }
    }

    /** The listener threw, or whoever gives the token. */
    record Failed(RuntimeException failure) implements StreamEnd {
        public Failed {
            requireNonNull(failure, "failure");
        }
    }
}
