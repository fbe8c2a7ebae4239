package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.LogScope;
import dev.chatsessions.spi.SessionAccess;

/** For whom a transaction acts, as the policies of row-level security read it. */
record ActingFor(String name) {

    static final ActingFor ALL = new ActingFor("all");

    /** Says it to the server, until the transaction ends. */
    static final String SAY = "select set_config('chat_sessions.acts_for', ?, true)";

    /** Keeps what the host said in its transaction, {@link #PUT_BACK to be put back}. */
    static final String KEEP = """
            select set_config('chat_sessions.acted_for',
            coalesce(current_setting('chat_sessions.acts_for', true), ''), true)""";

    static final String PUT_BACK =
            "select set_config('chat_sessions.acts_for', current_setting('chat_sessions.acted_for'), true)";

    static ActingFor of(SessionAccess access) {
        if (access instanceof SessionAccess.Owner owner) {
            return named(new LogScope.OfUser(owner.user()));
        }
        if (access instanceof SessionAccess.Guest guest) {
            return named(new LogScope.OfSession(guest.session()));
        }
        if (access instanceof SessionAccess.Answering answering) {
            return named(new LogScope.OfWorker(answering.worker()));
        }
        return ALL;
    }

    private static ActingFor named(LogScope scope) {
        return new ActingFor(scope.toString());
    }

    /** The parameters of an opening's statement. */
    Values in(String sql) {
        return sql.equals(SAY) ? Values.of(name) : Values.none();
    }
}
