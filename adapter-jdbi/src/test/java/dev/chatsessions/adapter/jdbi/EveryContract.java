package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.tck.AssignmentStoreContract;
import dev.chatsessions.tck.AttemptStoreContract;
import dev.chatsessions.tck.BudgetStoreContract;
import dev.chatsessions.tck.ConcurrencyContract;
import dev.chatsessions.tck.Contracts;
import dev.chatsessions.tck.ConversationStoreContract;
import dev.chatsessions.tck.DeletionContract;
import dev.chatsessions.tck.DeliveryStoreContract;
import dev.chatsessions.tck.DetailsStoreContract;
import dev.chatsessions.tck.DeviceAnswerStoreContract;
import dev.chatsessions.tck.DeviceLinkStoreContract;
import dev.chatsessions.tck.ErasureStoreContract;
import dev.chatsessions.tck.EventLogContract;
import dev.chatsessions.tck.HearingContract;
import dev.chatsessions.tck.HostileTextContract;
import dev.chatsessions.tck.IsolationContract;
import dev.chatsessions.tck.JoinTokenStoreContract;
import dev.chatsessions.tck.MessageStoreContract;
import dev.chatsessions.tck.OrphanStoreContract;
import dev.chatsessions.tck.PendingLinkStoreContract;
import dev.chatsessions.tck.PermissionStoreContract;
import dev.chatsessions.tck.PreferenceStoreContract;
import dev.chatsessions.tck.PresenceStoreContract;
import dev.chatsessions.tck.RaceContract;
import dev.chatsessions.tck.RegistrationStoreContract;
import dev.chatsessions.tck.ReplyQueueContract;
import dev.chatsessions.tck.ReplyStoreContract;
import dev.chatsessions.tck.RequestKeyStoreContract;
import dev.chatsessions.tck.RequestStoreContract;
import dev.chatsessions.tck.SegmentStoreContract;
import dev.chatsessions.tck.SessionListContract;
import dev.chatsessions.tck.SessionStoreContract;
import dev.chatsessions.tck.StateStoreContract;
import dev.chatsessions.tck.StorageContract;
import dev.chatsessions.tck.ThreadStoreContract;
import dev.chatsessions.tck.TimePrecisionContract;
import dev.chatsessions.tck.TokenStoreContract;
import dev.chatsessions.tck.UsageLedgerContract;
import dev.chatsessions.tck.WebhookSecretStoreContract;
import dev.chatsessions.tck.WorkerStoreContract;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** All that every storage promises, on one database. */
abstract class EveryContract {

    private final Supplier<JdbiFixture> fixtures;

    EveryContract(TestDatabase database) {
        this(() -> new JdbiFixture(database));
    }

    EveryContract(Supplier<JdbiFixture> fixtures) {
        this.fixtures = fixtures;
    }

    @Test
    void no_contract_is_forgotten() {
        Contracts.assertAllNestedIn(getClass());
    }

    private JdbiFixture fixture() {
        return fixtures.get();
    }

    @Nested
    final class Sessions extends SessionStoreContract {
        Sessions() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class SessionLists extends SessionListContract {
        SessionLists() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Threads extends ThreadStoreContract {
        Threads() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Messages extends MessageStoreContract {
        Messages() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Replies extends ReplyStoreContract {
        Replies() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class ReplyQueues extends ReplyQueueContract {
        ReplyQueues() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Events extends EventLogContract {
        Events() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class State extends StateStoreContract {
        State() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Details extends DetailsStoreContract {
        Details() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Requests extends RequestStoreContract {
        Requests() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Usage extends UsageLedgerContract {
        Usage() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class RequestKeys extends RequestKeyStoreContract {
        RequestKeys() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Tokens extends TokenStoreContract {
        Tokens() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class JoinTokens extends JoinTokenStoreContract {
        JoinTokens() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Presence extends PresenceStoreContract {
        Presence() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class DeviceLinks extends DeviceLinkStoreContract {
        DeviceLinks() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Workers extends WorkerStoreContract {
        Workers() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Registrations extends RegistrationStoreContract {
        Registrations() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Assignments extends AssignmentStoreContract {
        Assignments() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Permissions extends PermissionStoreContract {
        Permissions() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Budgets extends BudgetStoreContract {
        Budgets() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class PendingLinks extends PendingLinkStoreContract {
        PendingLinks() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Conversations extends ConversationStoreContract {
        Conversations() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Hearing extends HearingContract {
        Hearing() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Segments extends SegmentStoreContract {
        Segments() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Orphans extends OrphanStoreContract {
        Orphans() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Preferences extends PreferenceStoreContract {
        Preferences() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Deliveries extends DeliveryStoreContract {
        Deliveries() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class DeviceAnswers extends DeviceAnswerStoreContract {
        DeviceAnswers() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Erasures extends ErasureStoreContract {
        Erasures() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Attempts extends AttemptStoreContract {
        Attempts() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class WebhookSecrets extends WebhookSecretStoreContract {
        WebhookSecrets() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Transactions extends StorageContract {
        Transactions() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Deletions extends DeletionContract {
        Deletions() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Isolation extends IsolationContract {
        Isolation() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class HostileTexts extends HostileTextContract {
        HostileTexts() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Times extends TimePrecisionContract {
        Times() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Concurrency extends ConcurrencyContract {
        Concurrency() {
            super(EveryContract.this.fixture());
        }
    }

    @Nested
    final class Races extends RaceContract {
        Races() {
            super(EveryContract.this.fixture());
        }
    }
}
