package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.spi.AssignmentStore;
import dev.chatsessions.spi.AttemptStore;
import dev.chatsessions.spi.BudgetStore;
import dev.chatsessions.spi.ConversationStore;
import dev.chatsessions.spi.DeliveryStore;
import dev.chatsessions.spi.DetailsStore;
import dev.chatsessions.spi.DeviceAnswerStore;
import dev.chatsessions.spi.DeviceLinkStore;
import dev.chatsessions.spi.ErasureStore;
import dev.chatsessions.spi.EventLog;
import dev.chatsessions.spi.EventLog.LogHead;
import dev.chatsessions.spi.JoinTokenStore;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.MessageStore;
import dev.chatsessions.spi.OrphanStore;
import dev.chatsessions.spi.PendingLinkStore;
import dev.chatsessions.spi.PermissionStore;
import dev.chatsessions.spi.PreferenceStore;
import dev.chatsessions.spi.PresenceStore;
import dev.chatsessions.spi.RegistrationStore;
import dev.chatsessions.spi.ReplyStore;
import dev.chatsessions.spi.RequestKeyStore;
import dev.chatsessions.spi.RequestStore;
import dev.chatsessions.spi.SegmentStore;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.SessionStore;
import dev.chatsessions.spi.StateStore;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.ThreadStore;
import dev.chatsessions.spi.TokenStore;
import dev.chatsessions.spi.UsageLedger;
import dev.chatsessions.spi.WebhookSecretStore;
import dev.chatsessions.spi.WorkerStore;
import java.time.Instant;
import java.util.Optional;

/**
 * The stores of one work, and the only way from them to the tables. The storage's lock keeps all others away from what
 * this one locks, so that a log only remembers who locked it last.
 */
final class Transaction implements Stores, AutoCloseable {

    private final Tables tables;

    private final Timeline timeline;

    private final boolean writing;

    private final Thread thread = Thread.currentThread();

    private final Object key = new Object();

    private Optional<Instant> now = Optional.empty();

    /** The log locked last, which is the one that most calls are about. */
    private Optional<Log> latest = Optional.empty();

    private Optional<ChangedMeanwhile> broken = Optional.empty();

    private boolean ended;

    Transaction(Tables tables, Timeline timeline, boolean writing) {
        this.tables = tables;
        this.timeline = timeline;
        this.writing = writing;
    }

    /** The tables, for a call that reads. */
    Tables reading() {
        if (ended || thread != Thread.currentThread()) {
            throw new IllegalStateException("stores are used after their work ended, or by another thread");
        }
        return tables;
    }

    /** The tables, for a call that changes something or locks. */
    Tables writing() {
        if (!writing) {
            throw new IllegalStateException("a read changes and locks nothing; use write");
        }
        return reading();
    }

    /** The tables, for a call that needs the lock of a log's head. */
    Tables holding(LogScope scope) {
        log(scope);
        return tables;
    }

    /** The log, for a call that needs the lock of its head. */
    Log log(LogScope scope) {
        var logs = writing().logs();
        if (latest.isPresent() && latest.get().isOf(scope)) {
            return latest.get();
        }
        return logs.find(scope)
                .filter(log -> log.isLockedWith(key))
                .orElseThrow(() -> new IllegalStateException(scope + " is not locked by this transaction"));
    }

    /** The tables, for a call that needs the session's lock. */
    Tables holding(SessionId session) {
        return holding(new LogScope.OfSession(session));
    }

    /** Takes the lock of a log's head. */
    LogHead lock(Log log) {
        if (!log.isLockedWith(key)) {
            log.lockWith(key);
            latest = Optional.of(log);
            now = Optional.of(timeline.next());
        }
        return log.head();
    }

    Optional<LockedSession> lock(SessionAccess access, SessionId session) {
        return writing().sessions().kept(access, session).map(this::lock);
    }

    LockedSession lock(KeptSession session) {
        var head = lock(session.log());
        return new LockedSession(session.session().orElseThrow(), head.epoch(), head.sequence());
    }

    /** Takes away a log whose head is locked, or that is not there. */
    void end(LogScope scope) {
        latest = latest.filter(log -> !log.isOf(scope));
        writing().logs().remove(scope);
    }

    /** Fails the whole work, even if it goes on. */
    ChangedMeanwhile breakOff(String message) {
        var failure = new ChangedMeanwhile(message);
        broken = Optional.of(failure);
        return failure;
    }

    void requireUnbroken() {
        broken.ifPresent(failure -> {
            throw failure;
        });
    }

    @Override
    public void close() {
        ended = true;
    }

    @Override
    public Instant now() {
        reading();
        if (now.isEmpty()) {
            now = Optional.of(timeline.next());
        }
        return now.get();
    }

    @Override
    public SessionStore sessions() {
        return new InMemorySessions(this);
    }

    @Override
    public ThreadStore threads() {
        return new InMemoryThreads(this);
    }

    @Override
    public MessageStore messages() {
        return new InMemoryMessages(this);
    }

    @Override
    public ReplyStore replies() {
        return new InMemoryReplies(this);
    }

    @Override
    public EventLog events() {
        return new InMemoryEvents(this);
    }

    @Override
    public StateStore state() {
        return new InMemoryState(this);
    }

    @Override
    public DetailsStore details() {
        return new InMemoryDetails(this);
    }

    @Override
    public UsageLedger usage() {
        return new InMemoryUsage(this);
    }

    @Override
    public BudgetStore budgets() {
        return new InMemoryBudgets(this);
    }

    @Override
    public RequestKeyStore requestKeys() {
        return new InMemoryRequestKeys(this);
    }

    @Override
    public TokenStore tokens() {
        return new InMemoryTokens(this);
    }

    @Override
    public JoinTokenStore joinTokens() {
        return new InMemoryJoinTokens(this);
    }

    @Override
    public PresenceStore presence() {
        return new InMemoryPresence(this);
    }

    @Override
    public WebhookSecretStore webhookSecrets() {
        return new InMemoryWebhookSecrets(this);
    }

    @Override
    public DeviceLinkStore deviceLinks() {
        return new InMemoryDeviceLinks(this);
    }

    @Override
    public PendingLinkStore pendingLinks() {
        return new InMemoryPendingLinks(this);
    }

    @Override
    public AttemptStore attempts() {
        return new InMemoryAttempts(this);
    }

    @Override
    public RequestStore requests() {
        return new InMemoryRequests(this);
    }

    @Override
    public WorkerStore workers() {
        return new InMemoryWorkers(this);
    }

    @Override
    public RegistrationStore registrations() {
        return new InMemoryRegistrations(this);
    }

    @Override
    public AssignmentStore assignments() {
        return new InMemoryAssignments(this);
    }

    @Override
    public PermissionStore permissions() {
        return new InMemoryPermissions(this);
    }

    @Override
    public ConversationStore conversations() {
        return new InMemoryConversations(this);
    }

    @Override
    public SegmentStore segments() {
        return new InMemorySegments(this);
    }

    @Override
    public OrphanStore orphans() {
        return new InMemoryOrphans(this);
    }

    @Override
    public PreferenceStore preferences() {
        return new InMemoryPreferences(this);
    }

    @Override
    public DeliveryStore deliveries() {
        return new InMemoryDeliveries(this);
    }

    @Override
    public DeviceAnswerStore deviceAnswers() {
        return new InMemoryDeviceAnswers(this);
    }

    @Override
    public ErasureStore erasures() {
        return new InMemoryErasures(this);
    }
}
