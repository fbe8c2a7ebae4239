package dev.chatsessions.benchmarks;

import dev.chatsessions.Caller;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.core.Settings;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.SessionStatus;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The product: shared sessions, which expire. */
final class ChatRegister implements Register, AutoCloseable {

    private static final String SESSIONS = """
            insert into chat_sessions.sessions (id, owner_key, kind, session_key, held_key, status, answerer, created_at,
            last_activity_at, activity_slot, ended_at, version, epoch, sequence, logged_at)
            select lpad(to_hex(n), 32, '0')::uuid, owner, 'SHARED', n, case when how <> 'OVER' then n end,
            case when how = 'OVER' then 'COMPLETED' else 'ACTIVE' end, 'NONE', used_at, used_at,
            date_bin('5 minutes', used_at, 'epoch'), case when how = 'OVER' then used_at end, 1, 1, 0, used_at
            from (%s) as numbered""";

    private static final String LABELS = """
            insert into chat_sessions.session_labels (session_id, name, label)
            select lpad(to_hex(n), 32, '0')::uuid, 'trip', trip from (%s) as numbered""";

    private static final String UNSEEN = """
            select count(*) from (select 1 from chat_sessions.sessions where kind = 'SHARED' and status = 'ACTIVE'
            and deleted_at is null and activity_slot < now() - interval '25 hours' limit 1) as one""";

    private static final PageRequest FIRST = PageRequest.first(PAGE);

    private final Sql sql;

    private final SessionCore core;

    ChatRegister(Place place) {
        place.storage().check();
        this.sql = new Sql(place.pool());
        this.core = SessionCore.builder()
                .storage(place.storage())
                .settings(Settings.defaults().withSharedExpiry(EXPIRY))
                .housekeeping(Housekeeping.external())
                .build();
    }

    @Override
    public String name() {
        return "ours";
    }

    @Override
    public void fill(int sessions) {
        sql.run("truncate chat_sessions.sessions, chat_sessions.session_labels, chat_sessions.session_events,"
                + " chat_sessions.scope_heads, chat_sessions.scope_events");
        sql.run(SESSIONS.formatted(Register.numbered(sessions)));
        sql.run(LABELS.formatted(Register.numbered(sessions)));
    }

    @Override
    public void create(int owner) {
        core.sessions().start(caller(owner), SessionStart.of(SessionKind.SHARED), RequestKey.none());
    }

    @Override
    public void find(int owner, UUID session) {
        core.sessions().find(caller(owner), new SessionId(session));
    }

    @Override
    public void touch(int owner, UUID session) {
        core.sessions().extend(caller(owner), new SessionId(session));
    }

    @Override
    public int active(int owner) {
        var active = new SessionFilter(Optional.empty(), Set.of(SessionStatus.ACTIVE));
        return core.sessions().list(caller(owner), active, FIRST).items().size();
    }

    @Override
    public int ofTrip(int owner) {
        var ofTrip = SessionFilter.all().withLabel("trip", Register.trip(owner));
        return core.sessions().list(caller(owner), ofTrip, FIRST).items().size();
    }

    @Override
    public void sweep() {
        while (sql.count(UNSEEN) > 0) {
            core.housekeeping().runOnce();
        }
    }

    private static Caller.User caller(int owner) {
        return Caller.user(Register.owner(owner));
    }

    @Override
    public void close() {
        core.close();
    }
}
