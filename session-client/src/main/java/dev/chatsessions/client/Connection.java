package dev.chatsessions.client;

import java.time.Duration;
import java.util.Optional;

/** What brings one line of a stream from the server, and asks for no more than was taken. */
interface Connection {

    /** Brings nothing more, whether it was open or is still to be. Repeating it changes nothing. */
    void cut();

    /** Told what a connection brings, one call at a time; what it throws is {@link #broken}. */
    interface Ear extends SseParser.Sink {

        /** Whether anybody still listens. */
        boolean isListening();

        /** The server is there. */
        void heard();

        /** There is no stream, by a status of HTTP. */
        void refused(int status, String code, Optional<Duration> retryAfter);

        void lost(String why);

        /** What was told could not be taken. */
        void broken(RuntimeException failure);
    }
}
