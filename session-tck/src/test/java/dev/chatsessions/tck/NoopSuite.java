package dev.chatsessions.tck;

import org.junit.jupiter.api.Nested;

/** Runs every contract on a storage that keeps nothing. Not a test by itself: all of it fails. */
abstract class NoopSuite {

    private final NoopFixture fixture;

    NoopSuite(boolean agreeing) {
        this.fixture = new NoopFixture(agreeing);
    }

    /** On one that says so. */
    static final class Honest extends NoopSuite {
        Honest() {
            super(false);
        }
    }

    /** On one that claims to have done everything. */
    static final class Agreeing extends NoopSuite {
        Agreeing() {
            super(true);
        }
    }

    @Nested
    final class Sessions extends SessionStoreContract {
        Sessions() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class SessionLists extends SessionListContract {
        SessionLists() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Threads extends ThreadStoreContract {
        Threads() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Messages extends MessageStoreContract {
        Messages() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Replies extends ReplyStoreContract {
        Replies() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class ReplyQueues extends ReplyQueueContract {
        ReplyQueues() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Events extends EventLogContract {
        Events() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class State extends StateStoreContract {
        State() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Details extends DetailsStoreContract {
        Details() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Requests extends RequestStoreContract {
        Requests() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Usage extends UsageLedgerContract {
        Usage() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class RequestKeys extends RequestKeyStoreContract {
        RequestKeys() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Tokens extends TokenStoreContract {
        Tokens() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class JoinTokens extends JoinTokenStoreContract {
        JoinTokens() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Presence extends PresenceStoreContract {
        Presence() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class DeviceLinks extends DeviceLinkStoreContract {
        DeviceLinks() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Workers extends WorkerStoreContract {
        Workers() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Registrations extends RegistrationStoreContract {
        Registrations() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Assignments extends AssignmentStoreContract {
        Assignments() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Permissions extends PermissionStoreContract {
        Permissions() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Budgets extends BudgetStoreContract {
        Budgets() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class PendingLinks extends PendingLinkStoreContract {
        PendingLinks() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Conversations extends ConversationStoreContract {
        Conversations() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Hearing extends HearingContract {
        Hearing() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Segments extends SegmentStoreContract {
        Segments() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Orphans extends OrphanStoreContract {
        Orphans() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Preferences extends PreferenceStoreContract {
        Preferences() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Deliveries extends DeliveryStoreContract {
        Deliveries() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class DeviceAnswers extends DeviceAnswerStoreContract {
        DeviceAnswers() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Erasures extends ErasureStoreContract {
        Erasures() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Attempts extends AttemptStoreContract {
        Attempts() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class WebhookSecrets extends WebhookSecretStoreContract {
        WebhookSecrets() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Transactions extends StorageContract {
        Transactions() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Deletions extends DeletionContract {
        Deletions() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Isolation extends IsolationContract {
        Isolation() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class HostileTexts extends HostileTextContract {
        HostileTexts() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Times extends TimePrecisionContract {
        Times() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Concurrency extends ConcurrencyContract {
        Concurrency() {
            super(NoopSuite.this.fixture);
        }
    }

    @Nested
    final class Races extends RaceContract {
        Races() {
            super(NoopSuite.this.fixture);
        }
    }
}
