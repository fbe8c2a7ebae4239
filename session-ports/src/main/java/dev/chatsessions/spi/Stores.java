package dev.chatsessions.spi;

import java.time.Instant;

/**
 * The stores of one transaction, for the thread that runs it and until it ends.
 *
 * <p>What returns nothing may be sent to the database as late as with the commit. It shows in what is read afterwards in
 * the same transaction all the same.
 */
public interface Stores {

    /**
     * The time that all nodes compare, in microseconds: once a session is locked, a time not before any that an earlier
     * holder of that lock was given. The same value until the next lock is taken.
     */
    Instant now();

    SessionStore sessions();

    ThreadStore threads();

    MessageStore messages();

    ReplyStore replies();

    EventLog events();

    StateStore state();

    DetailsStore details();

    UsageLedger usage();

    BudgetStore budgets();

    RequestKeyStore requestKeys();

    TokenStore tokens();

    JoinTokenStore joinTokens();

    PresenceStore presence();

    WebhookSecretStore webhookSecrets();

    DeviceLinkStore deviceLinks();

    PendingLinkStore pendingLinks();

    AttemptStore attempts();

    RequestStore requests();

    WorkerStore workers();

    RegistrationStore registrations();

    AssignmentStore assignments();

    PermissionStore permissions();

    ConversationStore conversations();

    SegmentStore segments();

    OrphanStore orphans();

    PreferenceStore preferences();

    DeliveryStore deliveries();

    DeviceAnswerStore deviceAnswers();

    ErasureStore erasures();
}
