package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.session.StateEntry;

/** All that a storage keeps. */
final class Tables {

    private final SessionRows sessions;

    private final ThreadRows threads;

    private final MessageRows messages;

    private final ReplyRows replies;

    private final LogRows logs;

    private final Grouped<SessionId, String, StateEntry> state;

    private final UsageRows usage;

    private final RequestRows requests;

    private final TokenRows tokens;

    private final JoinTokenRows joinTokens;

    private final LinkRows links;

    private final PendingLinkRows pendingLinks;

    private final AttemptRows attempts;

    private final Graveyard graveyard;

    Tables(Journal journal) {
        sessions = new SessionRows(journal);
        threads = new ThreadRows(journal, sessions);
        messages = new MessageRows(journal, threads);
        replies = new ReplyRows(journal);
        logs = new LogRows(journal);
        state = new Grouped<>(journal, Placing.by(StateEntry::key, Order.OF_TEXTS));
        usage = new UsageRows(journal);
        requests = new RequestRows(journal);
        tokens = new TokenRows(journal);
        joinTokens = new JoinTokenRows(journal);
        links = new LinkRows(journal);
        pendingLinks = new PendingLinkRows(journal);
        attempts = new AttemptRows(journal);
        graveyard = new Graveyard(journal, this);
    }

    SessionRows sessions() {
        return sessions;
    }

    ThreadRows threads() {
        return threads;
    }

    MessageRows messages() {
        return messages;
    }

    ReplyRows replies() {
        return replies;
    }

    LogRows logs() {
        return logs;
    }

    Grouped<SessionId, String, StateEntry> state() {
        return state;
    }

    UsageRows usage() {
        return usage;
    }

    RequestRows requests() {
        return requests;
    }

    TokenRows tokens() {
        return tokens;
    }

    JoinTokenRows joinTokens() {
        return joinTokens;
    }

    LinkRows links() {
        return links;
    }

    PendingLinkRows pendingLinks() {
        return pendingLinks;
    }

    AttemptRows attempts() {
        return attempts;
    }

    Graveyard graveyard() {
        return graveyard;
    }
}
