package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.DeviceId;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.DeliveryStore.StoredDelivery;
import dev.chatsessions.spi.SegmentStore.StoredSegment;
import dev.chatsessions.webhook.ListenPreferences;
import java.time.Instant;
import java.util.UUID;

/** All that a storage keeps. */
final class Tables {

    private final SessionRows sessions;

    private final ThreadRows threads;

    private final MessageRows messages;

    private final ReplyRows replies;

    private final LogRows logs;

    private final StateRows state;

    private final DetailRows details;

    private final UsageRows usage;

    private final BudgetRows budgets;

    private final RequestKeyRows requestKeys;

    private final TokenRows tokens;

    private final JoinTokenRows joinTokens;

    private final PresenceRows presence;

    private final WebhookSecretRows webhookSecrets;

    private final LinkRows links;

    private final PendingLinkRows pendingLinks;

    private final AttemptRows attempts;

    private final RequestRows requests;
    private final WorkerRows workers;

    private final RegistrationRows registrations;

    private final AssignmentRows assignments;

    private final PermissionRows permissions;

    private final ConversationRows conversations;

    private final Grouped<SessionId, String, StoredSegment> segments;

    private final OrphanRows orphans;

    private final Rows<UserId, ListenPreferences> preferences;

    private final Grouped<DeviceId, UUID, StoredDelivery> deliveries;

    private final DeviceAnswerRows deviceAnswers;

    private final ErasureRows erasures;

    /** Since when, by their marks. */
    private final Rows<String, Instant> erasedDevices;

    private final Graveyard graveyard;

    Tables(Journal journal) {
        sessions = new SessionRows(journal);
        threads = new ThreadRows(journal, sessions);
        messages = new MessageRows(journal, threads);
        replies = new ReplyRows(journal);
        logs = new LogRows(journal);
        state = new StateRows(journal);
        details = new DetailRows(journal);
        budgets = new BudgetRows(journal);
        usage = new UsageRows(journal, budgets);
        requestKeys = new RequestKeyRows(journal);
        tokens = new TokenRows(journal);
        joinTokens = new JoinTokenRows(journal);
        presence = new PresenceRows(journal);
        webhookSecrets = new WebhookSecretRows(journal);
        links = new LinkRows(journal);
        pendingLinks = new PendingLinkRows(journal);
        attempts = new AttemptRows(journal);
        requests = new RequestRows(journal);
        workers = new WorkerRows(journal);
        registrations = new RegistrationRows(journal);
        assignments = new AssignmentRows(journal);
        permissions = new PermissionRows(journal);
        conversations = new ConversationRows(journal);
        segments = new Grouped<>(journal, Placing.by(StoredSegment::key, Order.OF_TEXTS));
        orphans = new OrphanRows(journal);
        preferences = new Rows<>(journal);
        deliveries = new Grouped<>(journal, Placing.by(StoredDelivery::id, Order.OF_IDS));
        deviceAnswers = new DeviceAnswerRows(journal);
        erasures = new ErasureRows(journal);
        erasedDevices = new Rows<>(journal);
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

    StateRows state() {
        return state;
    }

    DetailRows details() {
        return details;
    }

    UsageRows usage() {
        return usage;
    }

    BudgetRows budgets() {
        return budgets;
    }

    RequestKeyRows requestKeys() {
        return requestKeys;
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

    PresenceRows presence() {
        return presence;
    }

    WebhookSecretRows webhookSecrets() {
        return webhookSecrets;
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

    WorkerRows workers() {
        return workers;
    }

    RegistrationRows registrations() {
        return registrations;
    }

    AssignmentRows assignments() {
        return assignments;
    }

    PermissionRows permissions() {
        return permissions;
    }

    ConversationRows conversations() {
        return conversations;
    }

    Grouped<SessionId, String, StoredSegment> segments() {
        return segments;
    }

    OrphanRows orphans() {
        return orphans;
    }

    Rows<UserId, ListenPreferences> preferences() {
        return preferences;
    }

    Grouped<DeviceId, UUID, StoredDelivery> deliveries() {
        return deliveries;
    }

    DeviceAnswerRows deviceAnswers() {
        return deviceAnswers;
    }

    ErasureRows erasures() {
        return erasures;
    }

    Rows<String, Instant> erasedDevices() {
        return erasedDevices;
    }

    Graveyard graveyard() {
        return graveyard;
    }
}
