package dev.chatsessions.adapter.inmemory;

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
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** All that every storage promises. */
final class InMemoryStorageTest {

    @Test
    void no_contract_is_forgotten() {
        Contracts.assertAllNestedIn(InMemoryStorageTest.class);
    }

    @Nested
    final class Sessions extends SessionStoreContract {
        Sessions() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class SessionLists extends SessionListContract {
        SessionLists() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Threads extends ThreadStoreContract {
        Threads() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Messages extends MessageStoreContract {
        Messages() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Replies extends ReplyStoreContract {
        Replies() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class ReplyQueues extends ReplyQueueContract {
        ReplyQueues() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Events extends EventLogContract {
        Events() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class State extends StateStoreContract {
        State() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Details extends DetailsStoreContract {
        Details() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Requests extends RequestStoreContract {
        Requests() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Usage extends UsageLedgerContract {
        Usage() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class RequestKeys extends RequestKeyStoreContract {
        RequestKeys() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Tokens extends TokenStoreContract {
        Tokens() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class JoinTokens extends JoinTokenStoreContract {
        JoinTokens() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Presence extends PresenceStoreContract {
        Presence() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class DeviceLinks extends DeviceLinkStoreContract {
        DeviceLinks() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Workers extends WorkerStoreContract {
        Workers() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Registrations extends RegistrationStoreContract {
        Registrations() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Assignments extends AssignmentStoreContract {
        Assignments() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Permissions extends PermissionStoreContract {
        Permissions() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Budgets extends BudgetStoreContract {
        Budgets() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class PendingLinks extends PendingLinkStoreContract {
        PendingLinks() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Conversations extends ConversationStoreContract {
        Conversations() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Hearing extends HearingContract {
        Hearing() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Segments extends SegmentStoreContract {
        Segments() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Orphans extends OrphanStoreContract {
        Orphans() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Preferences extends PreferenceStoreContract {
        Preferences() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Deliveries extends DeliveryStoreContract {
        Deliveries() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class DeviceAnswers extends DeviceAnswerStoreContract {
        DeviceAnswers() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Erasures extends ErasureStoreContract {
        Erasures() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Attempts extends AttemptStoreContract {
        Attempts() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class WebhookSecrets extends WebhookSecretStoreContract {
        WebhookSecrets() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Transactions extends StorageContract {
        Transactions() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Deletions extends DeletionContract {
        Deletions() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Isolation extends IsolationContract {
        Isolation() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class HostileTexts extends HostileTextContract {
        HostileTexts() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Times extends TimePrecisionContract {
        Times() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Concurrency extends ConcurrencyContract {
        Concurrency() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Races extends RaceContract {
        Races() {
            super(new InMemoryFixture());
        }
    }
}
