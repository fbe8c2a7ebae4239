package dev.chatsessions.core;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.ChatSessions;
import dev.chatsessions.core.erasure.DefaultErasures;
import dev.chatsessions.core.erasure.Erasing;
import dev.chatsessions.core.identity.Credentials;
import dev.chatsessions.core.identity.DefaultAdministration;
import dev.chatsessions.core.identity.RandomIds;
import dev.chatsessions.core.identity.Sha256Hasher;
import dev.chatsessions.core.join.DefaultJoinTokens;
import dev.chatsessions.core.join.JoinSettings;
import dev.chatsessions.core.link.CodeDelivery;
import dev.chatsessions.core.link.DefaultDeviceLinks;
import dev.chatsessions.core.link.Pairing;
import dev.chatsessions.core.link.Pbkdf2CodeHasher;
import dev.chatsessions.core.live.DefaultLiveEvents;
import dev.chatsessions.core.live.Replays;
import dev.chatsessions.core.permission.DefaultPermissions;
import dev.chatsessions.core.presence.DefaultPresence;
import dev.chatsessions.core.presence.NodePresence;
import dev.chatsessions.core.presence.PresenceSettings;
import dev.chatsessions.core.presence.PresenceSweep;
import dev.chatsessions.core.reply.AssistantRunner;
import dev.chatsessions.core.reply.Claiming;
import dev.chatsessions.core.reply.DefaultReplies;
import dev.chatsessions.core.reply.ReplyEnding;
import dev.chatsessions.core.reply.ReplyHolding;
import dev.chatsessions.core.reply.ReplySettings;
import dev.chatsessions.core.reply.ReplyWatch;
import dev.chatsessions.core.reply.Reserving;
import dev.chatsessions.core.reply.StoredQuestions;
import dev.chatsessions.core.request.DefaultRequests;
import dev.chatsessions.core.session.DefaultRetention;
import dev.chatsessions.core.session.DefaultSessions;
import dev.chatsessions.core.session.SessionAging;
import dev.chatsessions.core.session.SessionRules;
import dev.chatsessions.core.session.StateExpiry;
import dev.chatsessions.core.thread.DefaultThreads;
import dev.chatsessions.core.transfer.DefaultTransfers;
import dev.chatsessions.core.usage.Budgeting;
import dev.chatsessions.core.usage.DefaultUsage;
import dev.chatsessions.core.webhook.DefaultWebhookSecrets;
import dev.chatsessions.core.webhook.DefaultWebhooks;
import dev.chatsessions.core.webhook.Inbox;
import dev.chatsessions.core.webhook.SecretKey;
import dev.chatsessions.core.work.Bell;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.core.worker.DefaultWorkers;
import dev.chatsessions.core.worker.Registering;
import dev.chatsessions.core.worker.SessionLimits;
import dev.chatsessions.core.worker.WorkerCommands;
import dev.chatsessions.core.worker.WorkerPresence;
import dev.chatsessions.core.worker.WorkerSessions;
import dev.chatsessions.erasure.Erasures;
import dev.chatsessions.identity.Administration;
import dev.chatsessions.join.JoinTokens;
import dev.chatsessions.link.DeviceLinks;
import dev.chatsessions.live.LiveEvents;
import dev.chatsessions.permission.Permissions;
import dev.chatsessions.presence.Presence;
import dev.chatsessions.reply.Replies;
import dev.chatsessions.request.Requests;
import dev.chatsessions.session.Retention;
import dev.chatsessions.session.RetentionPolicy;
import dev.chatsessions.session.Sessions;
import dev.chatsessions.spi.Assistant;
import dev.chatsessions.spi.CodeHasher;
import dev.chatsessions.spi.DeviceMessenger;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.IdentityProvider;
import dev.chatsessions.spi.JoinedStorage;
import dev.chatsessions.spi.LiveSignal;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.SecretHasher;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Tokenizer;
import dev.chatsessions.spi.Tracing;
import dev.chatsessions.thread.Threads;
import dev.chatsessions.transfer.Transfers;
import dev.chatsessions.usage.Usage;
import dev.chatsessions.webhook.WebhookSecrets;
import dev.chatsessions.webhook.Webhooks;
import dev.chatsessions.worker.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The product, embedded: {@code SessionCore.builder().storage(storage).assistant(assistant).build()}.
 *
 * <p>Thread-safe. Building does no I/O and starts no thread; the first question, claim or subscription starts housekeeping
 * unless that is the host's. Closing stops what was started and leaves the storage and the executor, which are the host's.
 */
public final class SessionCore implements ChatSessions, AutoCloseable {

    private static final Duration LONGEST_UNNOTICED = Duration.ofSeconds(30);

    private final Storage storage;

    private final IdSource ids;

    private final Settings settings;

    private final Observer observer;

    private final Optional<Tracing> tracing;

    private final Bell bell;

    private final CoreThreads threads;

    private final ReplyWatch watch = new ReplyWatch();

    private final Tokenizer tokenizer;

    private final Assistant assistantOfThisProcess;

    private final AssistantRunner assistant;

    private final Facades facades;

    private final NodePresence attendance;

    private final Inbox inbox;

    private final DefaultLiveEvents live;

    private final Credentials credentials;

    private final UserLogs logs;

    private final DefaultAdministration administration;

    private final DefaultWebhookSecrets webhookSecrets;

    private final DefaultRetention retention;

    private final Housekeeping housekeeping;

    private SessionCore(Builder builder) {
        tracing = builder.tracing;
        storage = traced(requireNonNull(builder.storage, "storage"));
        ids = builder.ids;
        settings = builder.settings;
        assistantOfThisProcess = builder.assistant;
        observer = tracing.map(builder.observer::and).orElse(builder.observer);
        tokenizer = builder.tokenizer;
        bell = new Bell(builder.signal, observer);
        threads = new CoreThreads(builder.executor);
        var transactions = new Transactions(storage, bell);
        credentials = new Credentials(ids, builder.hasher);
        logs = new UserLogs(ids, builder.hasher);
        facades = new Facades(transactions, credentials);
        assistant = new AssistantRunner(
                transactions,
                facades.claiming,
                facades.ending,
                watch,
                replySettings(),
                traced(builder.assistant),
                threads.answering(),
                observer,
                this::begin);
        facades.answerWith(assistant, true);
        inbox = facades.hearWith(builder.messenger, true);
        facades.pairWith(Optional.of(pairing(transactions, builder)));
        attendance = new NodePresence(transactions, ids, presenceSettings(), observer, this::begin);
        facades.enterBy(Optional.of(attendance));
        administration = new DefaultAdministration(
                transactions,
                ids,
                logs,
                credentials,
                (stores, guest) -> SessionRules.isWelcome(stores, guest, settings.sharedExpiry()),
                builder.provider,
                builder.adminToken);
        facades.registerWith(Optional.of(new Registering(transactions, ids, logs, credentials, settings.workers())));
        live = new DefaultLiveEvents(
                transactions, settings.sharedExpiry(), bell, threads.telling(), observer, this::begin);
        webhookSecrets =
                new DefaultWebhookSecrets(transactions, ids, logs, builder.hasher, builder.secretKey, observer);
        var aging = new SessionAging(
                transactions,
                facades.ending,
                facades.commands,
                settings.idleAfter(),
                settings.sharedExpiry(),
                observer);
        retention = new DefaultRetention(transactions, builder.retention, facades.sessions, aging, observer);
        housekeeping =
                new Housekeeping(sweeps(transactions, aging), settings.housekeepingInterval(), observer, builder.mode);
    }

    private Storage traced(Storage untraced) {
        return tracing.<Storage>map(to -> new TracedStorage(untraced, to)).orElse(untraced);
    }

    private Assistant traced(Assistant untraced) {
        return tracing.<Assistant>map(to -> new TracedAssistant(untraced, to)).orElse(untraced);
    }

    private <T> T traced(Class<T> type, T facade) {
        return tracing.map(to -> TracedFacade.of(type, facade, to)).orElse(facade);
    }

    private Pairing pairing(Transactions transactions, Builder builder) {
        return new Pairing(
                transactions,
                ids,
                logs,
                builder.codeHasher,
                new CodeDelivery(builder.messenger, threads.answering(), observer),
                settings.links(),
                builder.linkCodesShown,
                link -> inbox.claims().of(link));
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Sessions sessions() {
        return traced(Sessions.class, facades.sessions);
    }

    @Override
    public Retention retention() {
        return traced(Retention.class, retention);
    }

    @Override
    public JoinTokens joinTokens() {
        return traced(JoinTokens.class, facades.joinTokens);
    }

    @Override
    public Presence presence() {
        return traced(Presence.class, facades.attendance);
    }

    @Override
    public Threads threads() {
        return traced(Threads.class, facades.threads);
    }

    @Override
    public Replies replies() {
        return traced(Replies.class, facades.replies);
    }

    @Override
    public Permissions permissions() {
        return traced(Permissions.class, facades.permissions);
    }

    @Override
    public DeviceLinks links() {
        return traced(DeviceLinks.class, facades.links);
    }

    @Override
    public Requests requests() {
        return traced(Requests.class, facades.requests);
    }

    @Override
    public Workers workers() {
        return traced(Workers.class, facades.workers);
    }

    @Override
    public Webhooks webhooks() {
        return traced(Webhooks.class, facades.webhooks);
    }

    @Override
    public WebhookSecrets webhookSecrets() {
        return traced(WebhookSecrets.class, webhookSecrets);
    }

    @Override
    public Transfers transfers() {
        return traced(Transfers.class, facades.transfers);
    }

    @Override
    public Erasures erasures() {
        return traced(Erasures.class, facades.erasures);
    }

    @Override
    public Usage usage() {
        return traced(Usage.class, facades.usage);
    }

    @Override
    public LiveEvents live() {
        return traced(LiveEvents.class, live);
    }

    @Override
    public Administration administration() {
        return traced(Administration.class, administration);
    }

    /** The sweeps, for hosts that run them themselves or want them from the start. */
    public Housekeeping housekeeping() {
        return housekeeping;
    }

    /** Fails with {@code Unavailable} unless the storage can be used now. */
    public void check() {
        storage.check();
    }

    /**
     * Has the assistant of this process begin no more answers, which other nodes then do, and waits up to {@code limit} for
     * those that it has begun; says whether all have ended. From then on nobody is kept waiting here: {@code await} tells at
     * once how a reply stands. Everything else goes on. What still runs when the core is closed is given up: without text it
     * is offered again, with text it ends as {@code EXPIRED} and keeps it.
     */
    public boolean drain(Duration limit) {
        var ended = assistant.drain(limit);
        watch.letGo();
        return ended;
    }

    /** The same use cases, with the same settings, within a transaction that the host has open. */
    public HostTransaction within(JoinedStorage joined) {
        var committed = new DeferredCommit(bell);
        var transactions = new Transactions(joined, committed);
        var within = credentials.within();
        var inside = new Facades(transactions, within);
        inside.answerWith(assistant, false);
        inside.hearWith(DeviceMessenger.none(), false);
        inside.pairWith(Optional.empty());
        inside.registerWith(Optional.empty());
        inside.enterBy(Optional.empty());
        return new WithinHostTransaction(
                inside.sessions,
                retention,
                inside.joinTokens,
                inside.attendance,
                inside.threads,
                inside.replies,
                inside.permissions,
                inside.links,
                inside.requests,
                inside.workers,
                inside.webhooks,
                inside.transfers,
                inside.erasures,
                inside.usage,
                new Replays(transactions, settings.sharedExpiry(), observer),
                administration.within(transactions, within),
                webhookSecrets.within(transactions),
                committed);
    }

    private void begin() {
        housekeeping.startUnlessExternal();
    }

    private ReplySettings replySettings() {
        return new ReplySettings(
                settings.lease(),
                settings.maxAttempts(),
                settings.contextWindow(),
                settings.sharedExpiry(),
                settings.maxAnswersAtOnce(),
                activityEvery(),
                tokenizer);
    }

    private PresenceSettings presenceSettings() {
        return new PresenceSettings(
                settings.presenceGrace(),
                settings.lease(),
                activityEvery(),
                settings.sharedExpiry(),
                PresenceSettings.CONNECTIONS,
                PresenceSettings.CONNECTIONS_OF_GUEST);
    }

    /** Often enough for the shortest ageing to notice, and no more often than that needs. */
    private Duration activityEvery() {
        var idleAfter = settings.idleAfter();
        var shared = settings.sharedExpiry();
        var tenth = (idleAfter.compareTo(shared) < 0 ? idleAfter : shared).dividedBy(10);
        return tenth.compareTo(LONGEST_UNNOTICED) < 0 ? tenth : LONGEST_UNNOTICED;
    }

    private List<Housekeeping.Sweep> sweeps(Transactions transactions, SessionAging aging) {
        return new Sweeps(transactions, settings)
                .of(
                        assistant,
                        facades.claiming,
                        live,
                        aging,
                        retention,
                        new Erasing(transactions, logs, facades.sessions, observer),
                        new SessionLimits(transactions, aging, facades.ending, observer),
                        facades.presence,
                        attendance,
                        new PresenceSweep(transactions, presenceSettings(), observer),
                        new StateExpiry(transactions, observer),
                        inbox);
    }

    @Override
    public void close() {
        housekeeping.close();
        attendance.close();
        live.close();
        assistant.close();
        watch.letGo();
        bell.close();
        threads.close();
    }

    /** The services over one way of running transactions. */
    private final class Facades {

        private final Transactions transactions;

        private final WorkerCommands commands = new WorkerCommands(ids);

        private final Reserving reserving = new Reserving(new Budgeting(logs), assistantOfThisProcess);

        private final ReplyEnding ending = new ReplyEnding(ids, watch, commands, reserving);

        private final Claiming claiming;

        private final DefaultSessions sessions;

        private final JoinTokens joinTokens;

        private final Threads threads;

        private final Transfers transfers;

        private final Erasures erasures;

        private final Usage usage;

        private Replies replies;

        private final Permissions permissions;

        private final WorkerSessions onWorkers;

        private final WorkerPresence presence;

        private DeviceLinks links;

        private Requests requests;

        private Workers workers;

        private final Credentials credentials;

        private Presence attendance;

        private Webhooks webhooks;

        Facades(Transactions transactions, Credentials credentials) {
            this.transactions = transactions;
            this.credentials = credentials;
            claiming = new Claiming(transactions, ending, replySettings(), observer);
            sessions = new DefaultSessions(transactions, ending, commands, ids, logs, settings.sharedExpiry());
            onWorkers = new WorkerSessions(transactions, sessions, commands, ids);
            presence = new WorkerPresence(transactions, logs, settings.workers().staleAfter(), observer);
            joinTokens = new DefaultJoinTokens(
                    transactions,
                    ids,
                    credentials,
                    JoinSettings.defaults(),
                    settings.sharedExpiry(),
                    (stores, session) -> DefaultPresence.requireRoom(stores, session, presenceSettings()));
            threads = new DefaultThreads(transactions, ending, ids, settings.sharedExpiry());
            transfers = new DefaultTransfers(transactions, ids, logs, commands);
            erasures = new DefaultErasures(transactions, logs, credentials, SessionCore.this::begin);
            permissions = new DefaultPermissions(transactions, new ReplyHolding(settings.lease()), commands);
            usage = new DefaultUsage(transactions, logs);
        }

        void answerWith(AssistantRunner runner, boolean atOnce) {
            replies = new DefaultReplies(
                    transactions, ids, replySettings(), ending, reserving, commands, claiming, watch, runner, atOnce);
        }

        void enterBy(Optional<NodePresence> node) {
            attendance = new DefaultPresence(transactions, presenceSettings(), node);
        }

        Inbox hearWith(DeviceMessenger messenger, boolean alone) {
            var heard = new Inbox(
                    transactions,
                    ids,
                    logs,
                    replies,
                    new StoredQuestions(ids, ending, reserving, replySettings(), assistant),
                    messenger,
                    SessionCore.this.threads.answering(),
                    settings.webhooks(),
                    observer,
                    SessionCore.this::begin);
            webhooks = new DefaultWebhooks(transactions, replies, heard, logs, settings.webhooks(), alone);
            return heard;
        }

        void pairWith(Optional<Pairing> pairing) {
            links = new DefaultDeviceLinks(transactions, logs, pairing);
            requests = new DefaultRequests(transactions, ids, logs);
        }

        /** After it is known who answers: claims of workers are claims of replies. */
        void registerWith(Optional<Registering> registering) {
            workers = new DefaultWorkers(
                    transactions,
                    registering,
                    presence,
                    onWorkers,
                    replies,
                    credentials,
                    ids,
                    logs,
                    settings.workers());
        }
    }

    /** Says what the core is made of; everything but the storage has a default. Not thread-safe. */
    public static final class Builder {

        private Storage storage;

        private Assistant assistant = BuiltInAssistant.instant();

        private Tokenizer tokenizer = Tokenizer.ofCharacters();

        private Settings settings = Settings.defaults();

        private IdSource ids = new RandomIds();

        private SecretHasher hasher = new Sha256Hasher();

        private CodeHasher codeHasher = new Pbkdf2CodeHasher();

        private Optional<SecretKey> secretKey = Optional.empty();

        private DeviceMessenger messenger = DeviceMessenger.none();

        private boolean linkCodesShown;

        private Observer observer = Observer.none();

        private Optional<Tracing> tracing = Optional.empty();

        private LiveSignal signal = LiveSignal.none();

        private Housekeeping.Mode mode = Housekeeping.automatic();

        private Optional<Executor> executor = Optional.empty();

        private IdentityProvider provider = IdentityProvider.none();

        private Optional<String> adminToken = Optional.empty();

        private List<RetentionPolicy> retention = List.of();

        private Builder() {}

        /** Where everything is kept; needed. Stays the host's to close. */
        public Builder storage(Storage value) {
            storage = requireNonNull(value, "storage");
            return this;
        }

        /** Who answers; the built-in assistant unless said. */
        public Builder assistant(Assistant value) {
            assistant = requireNonNull(value, "assistant");
            return this;
        }

        /** Counts what goes into a context window that is limited in tokens; one for every four characters unless said. */
        public Builder tokenizer(Tokenizer value) {
            tokenizer = requireNonNull(value, "tokenizer");
            return this;
        }

        public Builder settings(Settings value) {
            settings = requireNonNull(value, "settings");
            return this;
        }

        public Builder idSource(IdSource value) {
            ids = requireNonNull(value, "idSource");
            return this;
        }

        public Builder secretHasher(SecretHasher value) {
            hasher = requireNonNull(value, "secretHasher");
            return this;
        }

        /** How the codes of pairings are kept; PBKDF2 of the JDK unless said. */
        public Builder codeHasher(CodeHasher value) {
            codeHasher = requireNonNull(value, "codeHasher");
            return this;
        }

        /**
         * The key under which secrets that have to be read again are kept: 32 bytes in base 64, the same on all nodes and
         * for as long as such secrets are. Without one, there are none.
         */
        public Builder secretKey(String value) {
            secretKey = Optional.of(SecretKey.parse(value));
            return this;
        }

        /** Who tells devices their codes; nobody unless said. */
        public Builder messenger(DeviceMessenger value) {
            messenger = requireNonNull(value, "messenger");
            return this;
        }

        /** Whether whoever starts a pairing is shown its code, which then proves nothing: to try things out, only. */
        public Builder linkCodesShown(boolean value) {
            linkCodesShown = value;
            return this;
        }

        public Builder observer(Observer value) {
            observer = requireNonNull(value, "observer");
            return this;
        }

        /** Has spans put around what is done; costs nothing where nobody does. */
        public Builder tracing(Tracing value) {
            tracing = Optional.of(value);
            return this;
        }

        /** How other nodes are woken; without one, they notice within a second. */
        public Builder signal(LiveSignal value) {
            signal = requireNonNull(value, "signal");
            return this;
        }

        public Builder housekeeping(Housekeeping.Mode value) {
            mode = requireNonNull(value, "housekeeping");
            return this;
        }

        /**
         * Where assistants answer, a thread for each answer while it lasts; a pool of the core's own unless said. An
         * executor of virtual threads is a good choice where there is one.
         */
        public Builder executor(Executor value) {
            executor = Optional.of(value);
            return this;
        }

        /** How long sessions stay, in the order in which it is followed; for ever unless said. */
        public Builder retention(List<RetentionPolicy> policies) {
            retention = List.copyOf(policies);
            return this;
        }

        /** Whose tokens prove users beside our own; nobody's unless said. */
        public Builder identityProvider(IdentityProvider value) {
            provider = requireNonNull(value, "identityProvider");
            return this;
        }

        /** A secret that makes its holder an admin, before any token was issued. */
        public Builder adminToken(String secret) {
            adminToken = Optional.of(secret);
            return this;
        }

        public SessionCore build() {
            return new SessionCore(this);
        }
    }
}
