package dev.chatsessions.adapter.javalin;

import dev.chatsessions.session.SessionStatus;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the clients of {@code /api/chat-sessions} call things that have other names here. */
final class WorkflowWords {

    static final String TRIP = "avinode_trip_id";

    /** What they say of a session in fields of their own, and we keep as labels. */
    static final List<String> LABELS =
            List.of("request_id", TRIP, "avinode_rfp_id", "avinode_rfq_id", "primary_quote_id", "proposal_id");

    /** What we keep as counters. */
    static final List<String> COUNTERS =
            List.of("quotes_received_count", "quotes_expected_count", "operators_contacted_count");

    private static final Map<String, Set<SessionStatus>> STATUSES = Map.of(
            "active", EnumSet.of(SessionStatus.ACTIVE, SessionStatus.IDLE),
            "paused", EnumSet.of(SessionStatus.PAUSED),
            "completed", EnumSet.of(SessionStatus.COMPLETED, SessionStatus.TERMINATED, SessionStatus.EXPIRED),
            "archived", EnumSet.of(SessionStatus.ARCHIVED));

    private WorkflowWords() {}

    static String of(SessionStatus status) {
        return STATUSES.entrySet().stream()
                .filter(word -> word.getValue().contains(status))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** What a word stands for; empty when it stands for nothing. */
    static Optional<Set<SessionStatus>> statuses(String word) {
        return Optional.ofNullable(STATUSES.get(word));
    }

    /** What a session becomes that is to be called by this word. */
    static Optional<SessionStatus> status(String word) {
        return statuses(word).map(any -> SessionStatus.valueOf(word.toUpperCase(Locale.ROOT)));
    }
}
