package dev.chatsessions.core.session;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The lifecycle of sessions, and what each stage allows. Pure. */
public final class SessionRules {

    /** From where each status may be reached; a status not named here may be reached from nowhere. */
    private static final Map<SessionStatus, Set<SessionStatus>> REACHED_FROM = new EnumMap<>(Map.of(
            SessionStatus.ACTIVE, EnumSet.of(SessionStatus.IDLE, SessionStatus.PAUSED, SessionStatus.COMPLETED),
            SessionStatus.IDLE, EnumSet.of(SessionStatus.ACTIVE),
            SessionStatus.PAUSED, EnumSet.of(SessionStatus.ACTIVE, SessionStatus.IDLE),
            SessionStatus.COMPLETED, EnumSet.of(SessionStatus.ACTIVE, SessionStatus.IDLE, SessionStatus.PAUSED),
            SessionStatus.TERMINATED, EnumSet.of(SessionStatus.ACTIVE, SessionStatus.IDLE, SessionStatus.PAUSED),
            SessionStatus.EXPIRED, EnumSet.of(SessionStatus.ACTIVE, SessionStatus.IDLE, SessionStatus.PAUSED),
            SessionStatus.ARCHIVED, EnumSet.complementOf(EnumSet.of(SessionStatus.ARCHIVED))));

    private SessionRules() {}

    /** Refuses a move that the lifecycle does not have. */
    public static void requireLegal(Session session, SessionStatus next) {
        if (!REACHED_FROM.get(next).contains(session.status())) {
            throw new Conflict(
                    "illegal-transition",
                    "session " + session.id() + " is " + word(session.status()) + " and cannot become " + word(next));
        }
    }

    /** Refuses storing anything in a session that is over. */
    public static void requireOpenForMessages(Session session) {
        if (!session.status().isLive()) {
            throw new Conflict(
                    "session-ended", "session " + session.id() + " is " + word(session.status()) + "; start a new one");
        }
    }

    /** Refuses asking where nobody answers, or not now. */
    public static void requireOpenForQuestions(Session session) {
        requireOpenForMessages(session);
        if (session.answerer() instanceof Answerer.None) {
            throw new Conflict("no-answerer", "nobody answers in session " + session.id());
        }
        if (session.status() == SessionStatus.PAUSED) {
            throw new Conflict("session-paused", "session " + session.id() + " is paused; resume it first");
        }
    }

    /** The session as it is at {@code now}: a shared one that nobody used for so long is over, swept or not. */
    public static Session asOf(Session session, Instant now, Duration sharedExpiry) {
        if (!isExpired(session, now, sharedExpiry)) {
            return session;
        }
        return new Session(
                session.id(),
                session.kind(),
                session.owner(),
                session.key(),
                session.title(),
                SessionStatus.EXPIRED,
                session.answerer(),
                session.createdAt(),
                session.lastActivityAt(),
                Optional.of(session.lastActivityAt().plus(sharedExpiry)),
                session.version());
    }

    static boolean isExpired(Session session, Instant now, Duration sharedExpiry) {
        return session.kind() == SessionKind.SHARED
                && session.status().isLive()
                && session.idleFor(now).compareTo(sharedExpiry) >= 0;
    }

    /** Whether a guest may still be in his session: it is live, not only in what is stored. */
    public static boolean isWelcome(Stores stores, Caller.SessionGuest guest, Duration sharedExpiry) {
        return stores.sessions()
                .find(new SessionAccess.Guest(guest.session()), guest.session())
                .map(session -> asOf(session, stores.now(), sharedExpiry))
                .filter(session -> session.status().isLive())
                .isPresent();
    }

    static SessionStart checked(SessionStart start) {
        Limits.name("key", start.key(), 200);
        Limits.name("title", start.title(), 200);
        var fits = switch (start.kind()) {
            case CHAT, DEVICE -> start.answerer() instanceof Answerer.Assistant;
            case WORKER -> start.answerer() instanceof Answerer.Worker;
            case WORKFLOW, SHARED -> start.answerer() instanceof Answerer.None;
        };
        if (!fits) {
            throw new Invalid("answerer", "does not fit a session of kind " + start.kind());
        }
        return start;
    }

    private static String word(SessionStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
