package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.DeviceId;
import dev.chatsessions.LinkId;
import dev.chatsessions.LogScope;
import dev.chatsessions.MessageId;
import dev.chatsessions.PermissionId;
import dev.chatsessions.Provider;
import dev.chatsessions.ReplyId;
import dev.chatsessions.RequestId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenId;
import dev.chatsessions.UserId;
import dev.chatsessions.WebhookSecretId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.permission.PermissionChoice;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.BudgetStore.Window;
import dev.chatsessions.spi.ConversationStore;
import dev.chatsessions.spi.PendingLinkStore.PendingLink;
import dev.chatsessions.spi.RequestKeyStore.StoredRequest;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.SessionStore;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.UsageLedger;
import dev.chatsessions.thread.ThreadPath;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import dev.chatsessions.webhook.SecretKind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How each statement of the product is carried out among 100,000 rows: by an index that also gives the order. PostgreSQL
 * is asked twice, with the values and without, because a statement that is used often is planned without.
 */
@Tag(TestDatabase.NOT_THE_JDK)
final class PlansTest {

    private static final String SCHEMA = "plans";

    private static final UserId MANY = new UserId("many");

    private static final SessionId SESSION = new SessionId(UUID.fromString("00000000-0000-0000-0000-000000000001"));

    private static final SessionId OTHER = new SessionId(UUID.fromString("00000000-0000-0000-0000-000000000002"));

    /** As many as operators see at once. */
    private static final List<SessionId> A_PAGE = LongStream.rangeClosed(1, 50)
            .mapToObj(number -> new SessionId(new UUID(0, number)))
            .toList();

    private static final ThreadId THREAD = new ThreadId(UUID.fromString("10000000-0000-0000-0000-000000000001"));

    private static final ReplyId REPLY = new ReplyId(UUID.fromString("00000000-0000-0000-0000-000000000001"));

    private static final MessageId MESSAGE = new MessageId(UUID.fromString("00000000-0000-0000-0000-000000000001"));

    private static final LinkId LINK = new LinkId(UUID.fromString("00000000-0000-0000-0000-000000004e20"));

    private static final TokenId JOIN_TOKEN = new TokenId(LINK.value());

    private static final WebhookSecretId SECRET =
            new WebhookSecretId(UUID.fromString("00000000-0000-0000-0000-000000004e20"));

    private static final DeviceId DEVICE = new DeviceId(new Provider("omi"), "uid-77");

    private static final SessionAccess OWNER = new SessionAccess.Owner(new UserId("owner-1"));

    private static final SessionAccess WORKER = new SessionAccess.Answering(new WorkerId("worker-1"));

    private static final SessionAccess ANY = new SessionAccess.Any();

    private static final Instant THEN = Instant.parse("2026-01-01T05:00:00Z");

    /** So that there is far more between than one page: of few it is right to sort them. */
    private static final Instant MUCH_LATER = Instant.parse("2026-01-01T20:00:00Z");

    private static final Window WINDOW =
            new Window(new UserId("u-1"), Optional.empty(), BudgetPeriod.DAY, THEN, MUCH_LATER);

    private static final LogScope LOG = new LogScope.OfSession(SESSION);

    private static final LogScope USER_LOG = new LogScope.OfUser(new UserId("u-1"));

    /**
     * Few rows by their nature: the open replies of one thread, those that run anywhere, the budgets and the models of one
     * user, the threads of the sessions on one page; and sums, which nothing has in order.
     */
    private static final Pattern SORT_OF_MANY = Pattern.compile(
            "Sort Key: (?!s\\.owner_key\\n|.*(running_thread IS NULL|lease_until|period|model|last_message_at|sum\\())");

    /** What the index has in order but for the few sessions last used in the same five minutes. */
    private static final Pattern SORT_WITHIN_SLOTS =
            Pattern.compile("Incremental Sort.*\\n\\s+Sort Key: .*\\n\\s+Presorted Key: .*activity_slot( DESC)?\\n");

    private static final Pattern MAY_SORT_ON_H2 = Pattern.compile(
            "order by (r\\.(running_thread is null|lease_until)|b\\.user_id, b\\.model|u\\.model|u\\.spent_on|u\\.last_message_at|sum\\()");

    /** A reference to something elsewhere is on few sessions: they are found by it and then sorted. */
    private static final Pattern FOUND_BY_LABEL = Pattern.compile("(?i)session_labels_by_label");

    private static final Pattern MESSAGES_SCANNED =
            Pattern.compile("\"MESSAGES\" \"M\"(?:(?!JOIN)[\\s\\S])*?scanCount: (\\d+)");

    private static final long MANY_MESSAGES = 10_000;

    private static final Map<String, Function<Stores, Object>> STATEMENTS = statements();

    private static final Set<TestDatabase> FILLED = EnumSet.noneOf(TestDatabase.class);

    @Test
    void postgresql_reads_by_index_and_never_sorts() throws SQLException {
        var sent = sent(TestDatabase.POSTGRESQL_18);
        try (var connection = explaining(TestDatabase.POSTGRESQL_18)) {
            requireNoFault(sent, connection, PlansTest::postgresqlFault);
        }
        // What a policy asks besides is no reason to look through more, but for the few tokens of one session, which
        // then are
        // sorted, and for half of a table, which then is read as such.
        sent.removeIf(
                one -> one.getKey().startsWith("join tokens as") || one.getKey().equals("number of links"));
        var owner = JdbiStorage.builder(TestDatabase.POSTGRESQL_18.pool())
                .schema(SCHEMA)
                .rowLevelSecurity(true)
                .build();
        owner.migrate();
        GuardedDatabase.execute("create role plans_reader login; grant usage on schema plans to plans_reader;"
                + " grant select, insert, update, delete on all tables in schema plans to plans_reader");
        try (var connection = explainingAs("plans_reader")) {
            requireNoFault(sent, connection, PlansTest::postgresqlFault);
        } finally {
            owner.dropRowLevelSecurity();
        }
    }

    @Test
    void h2_reads_by_index_and_never_sorts() throws SQLException {
        var sent = sent(TestDatabase.H2_MEMORY);
        try (var connection = explaining(TestDatabase.H2_MEMORY)) {
            requireNoFault(sent, connection, PlansTest::h2Fault);
        }
    }

    /** What the list above forgets is sent by a contract, with values that tell PostgreSQL nothing. */
    @ParameterizedTest
    @EnumSource(names = {"H2_MEMORY", "POSTGRESQL_18"})
    void nothing_that_a_contract_sends_scans_or_sorts(TestDatabase database) throws SQLException {
        var sent = SentByContracts.to(database);
        fill(database, JdbiStorage.builder(database.pool()).schema(SCHEMA).build());

        var faults = new ArrayList<String>();
        try (var connection = explaining(database)) {
            for (var statement : sent) {
                var part = new Recorder.Sent(statement.sql().replace("chat_sessions", SCHEMA), statement.bindings());
                var fault = database.isPostgresql()
                        ? postgresqlFault("a contract", part, generic(connection, part))
                        : h2Fault(connection, "a contract", part);
                fault.ifPresent(faults::add);
            }
        }

        assertTrue(sent.size() > 100, () -> "the contracts sent only " + sent.size());
        assertTrue(faults.isEmpty(), () -> String.join("\n\n", faults));
    }

    @Test
    void a_scan_and_a_sort_would_be_noticed() throws SQLException {
        var scan = new Recorder.Sent("select id from \"plans\".messages where text = 'x' order by text", List.of());
        for (var database : List.of(TestDatabase.POSTGRESQL_18, TestDatabase.H2_MEMORY)) {
            JdbiStorage.builder(database.pool()).schema(SCHEMA).build().check();
            try (var connection = explaining(database)) {
                var fault = database.isPostgresql()
                        ? postgresqlFault(connection, "a scan", scan)
                        : h2Fault(connection, "a scan", scan);
                assertTrue(fault.isPresent());
            }
        }
    }

    private static Map<String, Function<Stores, Object>> statements() {
        var all = new LinkedHashMap<String, Function<Stores, Object>>();
        for (var access : List.of(OWNER, WORKER, ANY)) {
            var who = " as " + access.getClass().getSimpleName();
            all.put("history" + who, stores -> stores.messages().history(access, THREAD, 90_000, 50));
            all.put("later messages" + who, stores -> stores.messages().later(access, THREAD, 90_000, 50));
            all.put(
                    "newest of some threads" + who,
                    stores -> stores.messages().newest(access, List.of(THREAD), 50, 1 << 20));
            all.put("message" + who, stores -> stores.messages().find(access, THREAD, MESSAGE));
            all.put("log" + who, stores -> stores.events().read(access, LOG, 50_000, 500));
            all.put("log head" + who, stores -> stores.events().head(access, LOG));
            all.put("deltas" + who, stores -> stores.events().deltas(access, SESSION, REPLY, 99_900));
            all.put("session" + who, stores -> stores.sessions().find(access, SESSION));
            all.put("session lock" + who, stores -> stores.sessions().lock(access, SESSION));
            all.put("session try lock" + who, stores -> stores.sessions().tryLock(access, SESSION));
            all.put("deleted session" + who, stores -> stores.sessions().isDeleted(access, SESSION));
            all.put("thread" + who, stores -> stores.threads().find(access, THREAD));
            all.put("thread by key" + who, stores -> stores.threads().findByKey(access, SESSION, "main"));
            all.put("threads" + who, stores -> stores.threads().list(access, SESSION, Optional.of(THREAD), 50));
            all.put("thread lock" + who, stores -> stores.threads().lock(access, THREAD));
            all.put("thread locks" + who, stores -> stores.threads().tryLockAll(Map.of(THREAD, access)));
            all.put("clearing" + who, stores -> stores.threads().clearedThrough(access, SESSION));
            all.put("deleted thread" + who, stores -> stores.threads().isDeleted(access, THREAD));
            all.put("reply" + who, stores -> stores.replies().find(access, REPLY));
            all.put("reply lock" + who, stores -> stores.replies().lock(access, REPLY));
            all.put("reply locks" + who, stores -> stores.replies().tryLockAll(access, List.of(REPLY)));
            all.put("turn lock" + who, stores -> stores.replies().lockTurn(access, THREAD, 50));
            all.put("details" + who, stores -> stores.details().find(access, A_PAGE));
            all.put("threads by key" + who, stores -> stores.threads().findByKey(access, A_PAGE, "main"));
            all.put("conversation" + who, stores -> stores.conversations().find(access, THREAD));
            all.put("state" + who, stores -> stores.state().entries(access, SESSION));
            all.put(
                    "join tokens" + who,
                    stores -> stores.joinTokens().list(access, SESSION, THEN, Optional.of(JOIN_TOKEN), 50));
            all.put("join token" + who, stores -> stores.joinTokens().find(access, SESSION, JOIN_TOKEN));
            all.put("who is there" + who, stores -> stores.presence().list(access, List.of(SESSION)));
            all.put("who is in many" + who, stores -> stores.presence().list(access, A_PAGE));
            all.put("session total" + who, stores -> stores.usage().total(access, SESSION));
        }
        var path = new ThreadPath(SessionKind.CHAT, "key-50001", "main");
        all.put("thread at a path", stores -> stores.threads().findByPath(MANY, path));
        all.put("history at a path", stores -> stores.messages().history(MANY, path, 50));
        all.put("open replies", stores -> stores.replies().open(ANY, THREAD));
        all.put("open replies of a session", stores -> stores.replies().openIn(SESSION, 50));
        all.put("claimable by the assistant", stores -> stores.replies().claimable(new Answerer.Assistant(), 10));
        all.put(
                "claimable by a worker",
                stores -> stores.replies().claimable(new Answerer.Worker(new WorkerId("worker-1")), 10));
        all.put("leases that ended", stores -> stores.replies().leaseEnded(THEN, 200));
        all.put("untrimmed", stores -> stores.replies().untrimmed(THEN, 200));
        all.put("session by key", stores -> stores.sessions().findByKey(MANY, SessionKind.CHAT, "key-50001"));
        all.put("sessions", stores -> stores.sessions().list(MANY, SessionFilter.all(), Optional.empty(), 50));
        all.put(
                "everybody's sessions",
                stores -> stores.sessions().listAll(Optional.empty(), Optional.of(SESSION), 50));
        all.put(
                "everybody's sessions of a kind",
                stores -> stores.sessions().listAll(Optional.of(SessionKind.CHAT), Optional.of(SESSION), 50));
        all.put(
                "sessions of a label",
                stores -> stores.sessions()
                        .list(MANY, SessionFilter.all().withLabel("trip", "trip-77"), Optional.empty(), 50));
        all.put(
                "sessions of a kind, next page",
                stores -> stores.sessions()
                        .list(
                                MANY,
                                SessionFilter.of(SessionKind.CHAT),
                                Optional.of(new SessionStore.Position(Instant.parse("2026-01-01T20:00:00Z"), SESSION)),
                                50));
        all.put("inactive", stores -> stores.sessions().inactive(SessionKind.SHARED, SessionStatus.ACTIVE, THEN, 200));
        all.put(
                "unused",
                stores -> stores.sessions()
                        .unused(
                                SessionKind.SHARED,
                                SessionStatus.ACTIVE,
                                MUCH_LATER,
                                Optional.of(new SessionStore.Position(Instant.parse("2026-01-01T01:00:00Z"), SESSION)),
                                200));
        all.put(
                "used",
                stores -> stores.sessions()
                        .used(SessionKind.CHAT, THEN, Optional.of(new SessionStore.Position(MUCH_LATER, SESSION)), 50));
        all.put("used threads", stores -> stores.threads().used(ANY, A_PAGE, THEN, 10));
        all.put("who wrote most", stores -> stores.threads().messages(SessionKind.CHAT, MUCH_LATER, 10));
        all.put("user log", stores -> stores.events().read(ANY, USER_LOG, 50_000, 500));
        all.put("user log head", stores -> stores.events().head(ANY, USER_LOG));
        all.put("user log lock", stores -> stores.events().lock(USER_LOG, 17));
        all.put("token by hash", stores -> stores.tokens().findByHash("hash-77"));
        all.put("token", stores -> stores.tokens().find(new TokenId(SESSION.value())));
        all.put("newest token", stores -> stores.tokens().newest("user", "u-7"));
        all.put("all tokens of a subject", stores -> {
            stores.tokens().removeAll("user", "u-7");
            return true;
        });
        all.put("expired tokens", stores -> stores.tokens().removeExpired(THEN, 200));
        all.put(
                "request",
                stores -> stores.requestKeys()
                        .insert(new StoredRequest("user:u-1", "ask", "key-1", "hash", List.of(), THEN)));
        all.put("old requests", stores -> stores.requestKeys().removeBefore(THEN, 200));
        all.put("link of a device", stores -> stores.deviceLinks().findLasting(DEVICE));
        all.put("latest link", stores -> stores.deviceLinks().findLatest(MANY, DEVICE));
        all.put(
                "links",
                stores -> stores.deviceLinks().list(MANY, Optional.of(DEVICE.provider()), Optional.empty(), 50));
        all.put("links, next page", stores -> stores.deviceLinks().list(MANY, Optional.empty(), Optional.of(LINK), 50));
        all.put("number of links", stores -> stores.deviceLinks().count(new UserId("owner-1")));
        all.put("end of a link", stores -> stores.deviceLinks().end(LINK, THEN));
        all.put("pairing, again", stores -> {
            stores.pendingLinks().put(new PendingLink(LINK, new UserId("owner-77"), DEVICE, "hash", 0, THEN));
            return stores.pendingLinks().takeTry(new UserId("owner-77"), DEVICE, THEN, 5);
        });
        all.put("pairings of a device", stores -> stores.pendingLinks().remove(DEVICE));
        all.put("expired pairings", stores -> stores.pendingLinks().removeExpired(THEN, 200));
        all.put("who pairs a device", stores -> stores.pendingLinks().startedBy(DEVICE, THEN, 5));
        all.put("attempt", stores -> {
            stores.attempts().giveBack("name-5");
            return stores.attempts().take("name-5", 10, THEN, THEN);
        });
        all.put("windows that ended", stores -> stores.attempts().removeEnded(THEN, 200));
        all.put("join token by hash", stores -> stores.joinTokens().findByHash("hash-77"));
        all.put("number of join tokens", stores -> stores.joinTokens().count(OTHER, THEN));
        all.put("join token used up", stores -> stores.joinTokens().redeem(SESSION, JOIN_TOKEN, THEN, THEN));
        all.put("join token taken back", stores -> stores.joinTokens().revoke(SESSION, JOIN_TOKEN, THEN));
        all.put("expired join tokens", stores -> stores.joinTokens().removeExpired(THEN, 200));
        var request = new RequestId(LINK.value());
        all.put("requests", stores -> stores.requests().list(MANY, Optional.of(request), 50));
        all.put("some requests", stores -> stores.requests().find(MANY, List.of(request)));
        all.put("connections that were left", stores -> stores.presence().left(THEN, 200));
        all.put("connections of a node", stores -> stores.presence().of(SESSION.value(), 200));
        all.put("a node's lease", stores -> stores.presence().renew(SESSION.value(), THEN, THEN));
        all.put("leases of nodes that ended", stores -> stores.presence().ended(THEN, 200));
        all.put("a node's end", stores -> {
            stores.presence().leave(SESSION, OTHER.value(), THEN);
            stores.presence().remove(SESSION, OTHER.value());
            stores.presence().forget(OTHER.value(), THEN);
            return true;
        });
        all.put("state that ran out", stores -> stores.state().expired(THEN, 200));
        all.put("size of a state", stores -> stores.state().size(SESSION).bytes());
        all.put(
                "entries of many states",
                stores -> stores.state().counts(A_PAGE).size());
        all.put("was linked", stores -> stores.deviceLinks().wasLinked(DEVICE));
        all.put("open conversation", stores -> stores.conversations().open(SESSION));
        all.put(
                "what a delivery goes on from",
                stores -> stores.conversations().lockHearing(ANY, DEVICE, "key-77", List.of("id:5000", "id:5001")));
        all.put("what an orphan's delivery goes on from", stores -> {
            var session = stores.sessions().lock(ANY, SESSION).orElseThrow().session();
            return stores.conversations().hearing(session, List.of("id:5000"));
        });
        all.put("conversation of an origin", stores -> stores.conversations().findByOrigin(SESSION, "memory-1"));
        all.put("conversations", stores -> stores.conversations().list(MANY, Optional.empty(), 50));
        all.put(
                "conversations, next page",
                stores -> stores.conversations()
                        .list(
                                MANY,
                                Optional.of(
                                        new ConversationStore.Position(Instant.parse("2026-01-01T04:00:00Z"), THREAD)),
                                50));
        all.put("current conversation", stores -> stores.conversations().current(MANY));
        all.put("due questions", stores -> stores.conversations().due(THEN, 200));
        all.put("known segments", stores -> stores.segments().find(SESSION, List.of("id:5000", "id:5001")));
        all.put(
                "shown segments",
                stores -> stores.segments().shown(SESSION, THREAD, Duration.ofMillis(5_000), Duration.ofMillis(5_050)));
        all.put("orphan", stores -> stores.orphans().find(DEVICE, "walk-77"));
        all.put("waiting orphans", stores -> stores.orphans().waiting(DEVICE, 200));
        all.put(
                "orphans to be claimed",
                stores -> stores.orphans().claimable(Instant.parse("2026-01-01T05:30:00Z"), 200));
        all.put("unheard orphans", stores -> stores.orphans().unheard(THEN, 200));
        all.put("orphans that wait no more", stores -> {
            stores.orphans().release(DEVICE);
            stores.orphans().heard(SESSION, THEN);
            return stores.orphans().remove(OTHER);
        });
        all.put("preferences", stores -> stores.preferences().find(new UserId("owner-1")));
        all.put("deliveries", stores -> stores.deliveries().latest(OWNER, DEVICE, 10));
        all.put("answers that are due", stores -> stores.deviceAnswers().due(THEN, 200));
        all.put("an answer that is told", stores -> {
            stores.deviceAnswers().claim(REPLY, 0, THEN);
            return stores.deviceAnswers().remove(REPLY, 1);
        });
        all.put("segments and messages that move", stores -> {
            stores.sessions().lock(ANY, SESSION);
            stores.conversations().give(SESSION, MANY);
            stores.messages().remove(SESSION, MESSAGE);
            stores.messages().all(SESSION, THREAD, List.of(MESSAGE, new MessageId(OTHER.value())));
            return stores.messages()
                    .taken(
                            SESSION,
                            THREAD,
                            LongStream.rangeClosed(40_001, 40_100).boxed().toList());
        });
        for (var access : List.of(OWNER, WORKER, ANY)) {
            var who = " as " + access.getClass().getSimpleName();
            all.put(
                    "request for permission" + who,
                    stores -> stores.permissions().find(access, SESSION, REPLY, new PermissionId("call-12")));
            all.put(
                    "requests for permission" + who,
                    stores -> stores.permissions().list(access, SESSION, Optional.empty(), 50));
            all.put(
                    "requests for permission, next page" + who,
                    stores -> stores.permissions()
                            .list(
                                    access,
                                    SESSION,
                                    stores.permissions().find(access, SESSION, REPLY, new PermissionId("call-12")),
                                    50));
            all.put(
                    "all replies of a session" + who,
                    stores -> stores.replies().list(access, SESSION, Optional.empty(), 100));
            all.put(
                    "all replies of a session, next page" + who,
                    stores -> stores.replies().list(access, SESSION, Optional.of(REPLY), 100));
            all.put(
                    "open requests for permission" + who,
                    stores -> stores.permissions().open(access, SESSION, REPLY, new Fence(3), 20));
        }
        all.put("requests for permission that are answered and cleared", stores -> {
            var locked = stores.sessions().lock(ANY, SESSION);
            stores.permissions()
                    .find(ANY, SESSION, REPLY, new PermissionId("call-20"))
                    .ifPresent(
                            asked -> stores.permissions().answer(asked.answered(new PermissionChoice("allow", THEN))));
            stores.permissions().clear(SESSION, new ThreadId(OTHER.value()));
            return locked;
        });
        all.put("erasure", stores -> {
            var erasures = stores.erasures();
            erasures.lockLog(new LogScope.OfUser(new UserId("u-77")), 17, "mark-none");
            erasures.tryLock("mark-77").ifPresent(erasures::change);
            return erasures.lift("mark-78");
        });
        all.put("erasures that go on", stores -> stores.erasures().open(50));
        all.put("erased device", stores -> {
            stores.erasures().liftDevice("mark-78");
            return stores.erasures().isDeviceKept("mark-77");
        });
        all.put("links, ended ones too", stores -> stores.erasures().links(MANY, 50));
        all.put("all orphans of a device", stores -> stores.orphans().all(DEVICE, 50));
        all.put("webhook secret", stores -> stores.webhookSecrets().find(SECRET));
        all.put("shown secret", stores -> stores.webhookSecrets().findGood(DEVICE.provider(), "hash-77"));
        all.put(
                "good secrets",
                stores -> stores.webhookSecrets().good(DEVICE.provider(), SecretKind.PATH, Optional.of(MANY)));
        all.put("secrets", stores -> stores.webhookSecrets().list(Optional.of(MANY), Optional.of(SECRET), 50));
        all.put("revoked secret", stores -> stores.webhookSecrets().revoke(SECRET, THEN));
        all.put("user total", stores -> stores.usage().total(new UserId("u-1")));
        all.put("day total", stores -> stores.usage().total(new UserId("u-1"), LocalDate.of(2026, 1, 1)));
        all.put("budgets of a user", stores -> stores.budgets().of(new UserId("u-1")));
        all.put(
                "budgets, next page",
                stores -> stores.budgets()
                        .all(
                                Optional.of(new Budget.Key(
                                        Optional.of(new UserId("u-17")), Optional.empty(), BudgetPeriod.DAY)),
                                50));
        all.put("window", stores -> stores.budgets().find(WINDOW));
        all.put("window that begins", stores -> stores.budgets().spent(WINDOW, THEN));
        all.put("set aside", stores -> stores.budgets().reserve(WINDOW, OTHER, REPLY, 1, 100));
        all.put("released, warned, removed", stores -> {
            stores.budgets().release(SESSION, REPLY);
            stores.budgets().warned(WINDOW);
            return stores.budgets().remove(new Budget.Key(Optional.empty(), Optional.empty(), BudgetPeriod.DAY));
        });
        all.put("windows that are over", stores -> stores.budgets().removeEnded(THEN, 10));
        all.put(
                "day totals",
                stores -> stores.usage().days(new UserId("u-1"), LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 30)));
        all.put("entries", stores -> stores.usage().entries(MANY, Optional.empty(), 50));
        all.put(
                "entries, next page",
                stores -> stores.usage()
                        .entries(
                                MANY,
                                Optional.of(new UsageLedger.Position(
                                        Instant.parse("2026-01-01T20:00:00Z"), SESSION.value())),
                                50));
        all.put("turn", stores -> new Chat(new UserId("owner-1"), SESSION, THREAD).turn(stores, "Where to?", "Lisbon"));
        all.put("touch, trim, clear, change", stores -> {
            stores.sessions().lock(ANY, SESSION);
            stores.events().trim(SESSION, REPLY, 99_900, 200);
            stores.events().clear(OTHER, THREAD);
            stores.state().remove(SESSION, "none");
            var found = stores.replies().lock(ANY, REPLY).orElseThrow();
            stores.replies().change(found.stored().trimmedNow());
            return stores.sessions().change(found.locked().session().renamedTo(Optional.of("Trip")), 1);
        });
        all.put("purge", stores -> stores.sessions().purgeDeleted(10));
        all.put("what is kept of a user", stores -> {
            var user = new UserId("owner-1");
            stores.sessions().delete(SESSION, THEN);
            var removed = stores.erasures().remove(user, 5);
            return Map.of(1, removed, 2, stores.erasures().count(user));
        });
        all.put("what is kept of a user without sessions", stores -> {
            var user = new UserId("owner-6000");
            return List.of(stores.erasures().remove(user, 5), stores.erasures().remove(MANY, 5));
        });
        return all;
    }

    /** What has rows to find among all that the statements send. */
    private static List<Map.Entry<String, Recorder.Sent>> sent(TestDatabase database) {
        var recorder = new Recorder(database.pool());
        var storage = JdbiStorage.builder(recorder.source()).schema(SCHEMA).build();
        fill(database, storage);
        var sent = new ArrayList<Map.Entry<String, Recorder.Sent>>();
        STATEMENTS.forEach((name, statement) -> {
            recorder.take();
            storage.write(stores -> Optional.ofNullable(statement.apply(stores)));
            recorder.take().stream()
                    .flatMap(trip -> trip.split().stream())
                    .filter(Recorder.Sent::findsRows)
                    .forEach(part -> sent.add(Map.entry(name, part)));
        });
        assertFalse(sent.isEmpty());
        return sent;
    }

    private static void requireNoFault(List<Map.Entry<String, Recorder.Sent>> sent, Connection connection, Judge judge)
            throws SQLException {
        var faults = new ArrayList<String>();
        for (var one : sent) {
            judge.fault(connection, one.getKey(), one.getValue()).ifPresent(faults::add);
        }
        assertTrue(faults.isEmpty(), () -> String.join("\n\n", faults));
    }

    private static Connection explainingAs(String role) throws SQLException {
        return DriverManager.getConnection(
                TestDatabase.POSTGRESQL_18.url().replace("user=postgres", "user=" + role) + "&preferQueryMode=simple");
    }

    private static void fill(TestDatabase database, JdbiStorage storage) {
        storage.check();
        if (FILLED.add(database)) {
            database.empty(SCHEMA);
            ManyRows.into(database, SCHEMA);
        }
    }

    /** Without a parser between: only so can PostgreSQL be asked about a statement whose parameters are open. */
    private static Connection explaining(TestDatabase database) throws SQLException {
        return DriverManager.getConnection(
                database.isPostgresql() ? database.url() + "&preferQueryMode=simple" : database.url());
    }

    private static Optional<String> postgresqlFault(Connection connection, String name, Recorder.Sent part)
            throws SQLException {
        var custom = explain(connection, "explain " + part.sql(), part.bindings());
        var generic = generic(connection, part);
        return postgresqlFault(name, part, custom).or(() -> postgresqlFault(name, part, generic));
    }

    private static Optional<String> postgresqlFault(String name, Recorder.Sent part, String plan) {
        var otherwise = SORT_WITHIN_SLOTS.matcher(plan).replaceAll("");
        var sorts = SORT_OF_MANY.matcher(otherwise).find()
                && !FOUND_BY_LABEL.matcher(plan).find();
        return plan.contains("Seq Scan") || sorts
                ? Optional.of(name + ":\n" + part.sql() + "\n" + plan)
                : Optional.empty();
    }

    private static String generic(Connection connection, Recorder.Sent part) throws SQLException {
        return explain(connection, "explain (generic_plan) " + numbered(part.sql()), List.of());
    }

    private static Optional<String> h2Fault(Connection connection, String name, Recorder.Sent part)
            throws SQLException {
        var plan = explain(connection, "explain " + part.sql(), part.bindings());
        var sorts = part.sql().contains("order by")
                && !plan.contains("index sorted")
                && !MAY_SORT_ON_H2.matcher(part.sql()).find()
                && !FOUND_BY_LABEL.matcher(plan).find();
        // Whose it is may be asked of what was found, but is no way to find it: one owner may have many sessions.
        var beginsWithTheOwner = plan.contains(": OWNER_KEY = ") && !part.sql().contains("where s.owner_key = ?");
        return plan.contains("tableScan") || sorts || beginsWithTheOwner || readsMostOfAThread(connection, part)
                ? Optional.of(name + ":\n" + part.sql() + "\n" + plan)
                : Optional.empty();
    }

    /** An index of which only the first columns are of use leaves the rest of the thread to be read. */
    private static boolean readsMostOfAThread(Connection connection, Recorder.Sent part) throws SQLException {
        return part.sql().startsWith("select")
                && part.sql().contains(".messages m")
                && MESSAGES_SCANNED
                        .matcher(explain(connection, "explain analyze " + part.sql(), part.bindings()))
                        .results()
                        .anyMatch(scanned -> Long.parseLong(scanned.group(1)) > MANY_MESSAGES);
    }

    private static String explain(Connection connection, String sql, List<Recorder.Binding> bindings)
            throws SQLException {
        if (bindings.isEmpty()) {
            try (var statement = connection.createStatement()) {
                return text(statement.executeQuery(sql));
            }
        }
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < bindings.size(); i++) {
                bindings.get(i).apply(statement, i + 1);
            }
            return text(statement.executeQuery());
        }
    }

    private static String text(ResultSet plan) throws SQLException {
        var lines = new ArrayList<String>();
        while (plan.next()) {
            lines.add(plan.getString(1));
        }
        return String.join("\n", lines);
    }

    /** The question marks as PostgreSQL itself writes parameters. */
    private static String numbered(String sql) {
        var text = new StringBuilder();
        var number = 0;
        for (var unit : sql.toCharArray()) {
            text.append(unit == '?' ? "$" + ++number : String.valueOf(unit));
        }
        return text.toString();
    }

    @FunctionalInterface
    private interface Judge {
        Optional<String> fault(Connection connection, String name, Recorder.Sent part) throws SQLException;
    }
}
