package dev.chatsessions.spi;

import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.reply.FinishReason;
import java.time.Duration;
import java.util.Set;

/**
 * Told what the library does, for metrics and logs; the core itself writes no log. Called on the library's threads after
 * the fact; must be quick, and what it throws is ignored. Never given a message's text or a secret.
 */
public interface Observer {

    /** Events were committed to these logs. */
    default void appended(Set<LogScope> grown) {}

    /** A reply was claimed, so long after it was asked for. */
    default void replyClaimed(ReplyId reply, int attempt, Duration waited) {}

    /** A reply is finished. */
    default void replyFinished(ReplyId reply, FinishReason reason) {}

    /** A lease ran out and its reply was queued again or finished as expired. */
    default void leaseLost(ReplyId reply) {}

    /** A subscriber came, or left. */
    default void subscribers(int now) {}

    /** A part of the library failed and goes on, such as a sweep or a listener that threw. */
    default void failed(String part, Throwable failure) {}

    /** Tells this one, then {@code next}, which is told also when this one throws. */
    default Observer and(Observer next) {
        return new BothObservers(this, next);
    }

    /** An observer that does nothing. */
    static Observer none() {
        return new Observer() {};
    }
}
