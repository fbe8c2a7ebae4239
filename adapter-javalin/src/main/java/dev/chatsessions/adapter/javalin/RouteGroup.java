package dev.chatsessions.adapter.javalin;

/** Routes that are installed together. */
public enum RouteGroup {
    /** {@code /chat}: ask, stream, stop, history, statistics. */
    CHAT,
    /**
     * {@code /sessions/{id}/events} and {@code /threads/{id}/events}, and {@code /me/events}: the logs as server-sent events
     * or on a WebSocket; and {@code /threads/{id}/messages/{message}}, one message of which they told.
     */
    LIVE,
    /** {@code /ws}: sessions that several clients share, with what they tell each other and their state. */
    SHARED,
    /** {@code /sessions/{id}/join-tokens} and {@code /join}: inviting guests to a session, and coming in as one. */
    JOIN,
    /**
     * {@code /me}, {@code /usage/me} and what is the caller's own, one session by its id with who is there and its state,
     * {@code /sessions}, which shows admins those of everybody, and {@code /auth}: signing in by cookie, and out.
     */
    SESSIONS,
    /**
     * {@code /api/chat-sessions} and {@code /api/requests}: sessions that carry a workflow, found by its labels, and what
     * they are about.
     */
    WORKFLOWS,
    /** {@code /workers}, {@code /worker-sessions} and {@code /worker}: worker programs, and the sessions on them. */
    WORKERS,
    /** {@code /link}: pairing devices, listing and ending their links. */
    LINKS,
    /** {@code /omi-webhook}, and the secrets by which its callers are known. */
    WEBHOOKS,
    /** {@code /conversations}: what devices heard; when they are answered, and why something does not show. */
    CONVERSATIONS,
    /**
     * {@code /admin}: tokens, budgets, and the sessions and the usage of everybody. May be on a Javalin of its own that
     * others do not reach, with {@link #SESSIONS} to sign in by.
     */
    ADMIN,
    /** {@code /health} and {@code /ready}. */
    HEALTH,
    /** {@code /openapi.json}, {@code /asyncapi.json} and {@code /docs}: what is installed, for programs and for people. */
    DOCS
}
