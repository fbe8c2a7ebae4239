package dev.chatsessions.adapter.jdbi;

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
import dev.chatsessions.spi.JoinTokenStore;
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
import dev.chatsessions.spi.SessionStore;
import dev.chatsessions.spi.StateStore;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.ThreadStore;
import dev.chatsessions.spi.TokenStore;
import dev.chatsessions.spi.UsageLedger;
import dev.chatsessions.spi.WebhookSecretStore;
import dev.chatsessions.spi.WorkerStore;
import java.time.Instant;

/** The tables in one transaction. */
final class JdbiStores implements Stores {

    private final Transaction transaction;

    private final SessionsTable sessions;

    private final ThreadsTable threads;

    private final MessagesTable messages;

    private final RepliesTable replies;

    private final Logs logs;

    private final StateTable state;

    private final Details details;

    private final UsageTable usage;

    private final BudgetsTable budgets;

    private final RequestKeysTable requestKeys;

    private final TokensTable tokens;

    private final JoinTokensTable joinTokens;

    private final PresencesTable presence;

    private final WebhookSecretsTable webhookSecrets;

    private final DeviceLinksTable deviceLinks;

    private final PendingLinksTable pendingLinks;

    private final AttemptsTable attempts;

    private final RequestsTable requests;
    private final WorkersTable workers;

    private final RegistrationsTable registrations;

    private final AssignmentsTable assignments;

    private final PermissionsTable permissions;

    private final ConversationsTable conversations;

    private final SegmentsTable segments;

    private final OrphansTable orphans;

    private final PreferencesTable preferences;

    private final DeliveriesTable deliveries;

    private final DeviceAnswersTable deviceAnswers;

    private final ErasuresTable erasures;

    JdbiStores(Transaction transaction) {
        this.transaction = transaction;
        var heads = new SessionHeads(transaction);
        sessions = new SessionsTable(transaction, heads);
        var locks = new ThreadLocks(transaction, sessions);
        threads = new ThreadsTable(transaction, sessions, locks);
        messages = new MessagesTable(transaction, threads);
        replies = new RepliesTable(transaction, sessions, new ReplyLocks(transaction, sessions, locks));
        var scopes = new ScopeEventsTable(transaction);
        logs = new Logs(new SessionEventsTable(transaction, heads), scopes);
        state = new StateTable(transaction);
        details = new Details(
                transaction,
                new LabelsTable(transaction),
                new CountersTable(transaction),
                new AttributesTable(transaction));
        budgets = new BudgetsTable(transaction);
        usage = new UsageTable(transaction, budgets);
        requestKeys = new RequestKeysTable(transaction);
        tokens = new TokensTable(transaction);
        joinTokens = new JoinTokensTable(transaction);
        presence = new PresencesTable(transaction);
        webhookSecrets = new WebhookSecretsTable(transaction);
        deviceLinks = new DeviceLinksTable(transaction);
        pendingLinks = new PendingLinksTable(transaction);
        attempts = new AttemptsTable(transaction);
        requests = new RequestsTable(transaction);
        workers = new WorkersTable(transaction);
        registrations = new RegistrationsTable(transaction);
        assignments = new AssignmentsTable(transaction, sessions);
        permissions = new PermissionsTable(transaction, sessions);
        conversations = new ConversationsTable(transaction, sessions);
        segments = new SegmentsTable(transaction);
        orphans = new OrphansTable(transaction);
        preferences = new PreferencesTable(transaction);
        deliveries = new DeliveriesTable(transaction);
        deviceAnswers = new DeviceAnswersTable(transaction);
        erasures = new ErasuresTable(transaction, scopes);
    }

    @Override
    public Instant now() {
        return transaction.now();
    }

    @Override
    public SessionStore sessions() {
        return sessions;
    }

    @Override
    public ThreadStore threads() {
        return threads;
    }

    @Override
    public MessageStore messages() {
        return messages;
    }

    @Override
    public ReplyStore replies() {
        return replies;
    }

    @Override
    public EventLog events() {
        return logs;
    }

    @Override
    public StateStore state() {
        return state;
    }

    @Override
    public DetailsStore details() {
        return details;
    }

    @Override
    public UsageLedger usage() {
        return usage;
    }

    @Override
    public BudgetStore budgets() {
        return budgets;
    }

    @Override
    public RequestKeyStore requestKeys() {
        return requestKeys;
    }

    @Override
    public TokenStore tokens() {
        return tokens;
    }

    @Override
    public JoinTokenStore joinTokens() {
        return joinTokens;
    }

    @Override
    public PresenceStore presence() {
        return presence;
    }

    @Override
    public WebhookSecretStore webhookSecrets() {
        return webhookSecrets;
    }

    @Override
    public DeviceLinkStore deviceLinks() {
        return deviceLinks;
    }

    @Override
    public PendingLinkStore pendingLinks() {
        return pendingLinks;
    }

    @Override
    public AttemptStore attempts() {
        return attempts;
    }

    @Override
    public RequestStore requests() {
        return requests;
    }

    @Override
    public WorkerStore workers() {
        return workers;
    }

    @Override
    public RegistrationStore registrations() {
        return registrations;
    }

    @Override
    public AssignmentStore assignments() {
        return assignments;
    }

    @Override
    public PermissionStore permissions() {
        return permissions;
    }

    @Override
    public ConversationStore conversations() {
        return conversations;
    }

    @Override
    public SegmentStore segments() {
        return segments;
    }

    @Override
    public OrphanStore orphans() {
        return orphans;
    }

    @Override
    public PreferenceStore preferences() {
        return preferences;
    }

    @Override
    public DeliveryStore deliveries() {
        return deliveries;
    }

    @Override
    public DeviceAnswerStore deviceAnswers() {
        return deviceAnswers;
    }

    @Override
    public ErasureStore erasures() {
        return erasures;
    }
}
