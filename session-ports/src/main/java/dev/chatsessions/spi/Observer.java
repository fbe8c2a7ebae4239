package dev.chatsessions.spi;

import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.TokenCount;
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

    /** Whoever follows a log here was told what is new in it, so long after the oldest of that was written. */
    default void told(LogScope log, Duration after) {}

    /** Somebody who reads a log could not go on from his place. */
    default void gap(String reason) {}

    /** A subscriber came, or left. */
    default void subscribers(int now) {}

    /** A question was stored, and its reply is waited for. */
    default void replyAsked(ReplyId reply) {}

    /** A reply was claimed, so long after it was asked for. */
    default void replyClaimed(ReplyId reply, int attempt, Duration waited) {}

    /** A reply is finished. */
    default void replyFinished(ReplyId reply, FinishReason reason) {}

    /** A lease ran out and its reply was queued again or finished as expired. */
    default void leaseLost(ReplyId reply) {}

    /** So many tokens of a budget were set aside for a reply. */
    default void reserved(long tokens) {}

    /** What a reply took was counted. */
    default void spent(TokenCount tokens) {}

    /** A call was answered as the one before it that had its request key, and did nothing. */
    default void repeated() {}

    /** What was to be changed was refused, or not carried out; {@code code} says why. */
    default void refused(String code) {}

    /** The storage runs a work once more, as it collided with others. */
    default void runAgain(String reason) {}

    /** What a device delivered was taken in, or not. */
    default void delivered(DeliveryOutcome outcome) {}

    /** A device was to be told an answer. */
    default void answered(AnswerOutcome outcome) {}

    /** A sweep is done, which found so much to do. */
    default void swept(String sweep, int found, Duration took) {}

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

    /** What became of a delivery. */
    enum DeliveryOutcome {
        /** Some of it is new, and somebody's. */
        ACCEPTED,
        /** Some of it is new, and waits for whoever claims its device. */
        WAITING,
        /** It was there already. */
        REPEATED,
        /** Nothing of it could be used. */
        SKIPPED,
        /** It said nothing. */
        EMPTY,
        /** Nothing proves that it is the device's. */
        UNPROVEN,
        /** It was refused for another reason, or not carried out. */
        REFUSED
    }

    /** How a device was told an answer. */
    enum AnswerOutcome {
        /** In the call that asked. */
        IN_CALL,
        /** By the messenger. */
        SENT,
        /** Not now: the messenger failed. */
        FAILED,
        /** Never: it was tried often enough. */
        GIVEN_UP
    }
}
