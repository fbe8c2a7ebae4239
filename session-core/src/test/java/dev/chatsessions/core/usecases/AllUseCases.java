package dev.chatsessions.core.usecases;

import org.junit.jupiter.api.Nested;

/**
 * Every suite of use cases, run on one backend: a storage's tests extend it and say how to open theirs.
 *
 * <p>{@code class InMemoryUseCasesTest extends AllUseCases} is all that it takes.
 */
public abstract class AllUseCases {

    /** A fresh storage, for one test. */
    protected abstract Backend open();

    @Nested
    class Conversations extends ConversationUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Turns extends TurnUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Assistants extends AssistantUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Answering extends AnsweringUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Chunks extends ChunkUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Leases extends LeaseUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Leaving extends LeavingUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Messages extends MessageUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Clearing extends ClearingUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Sessions extends SessionUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class SessionLists extends SessionListUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Sweeps extends HousekeepingUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Lifecycle extends LifecycleUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Ageing extends AgeingUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class State extends StateUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Details extends DetailsUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Requests extends RequestUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Logs extends LogUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Gaps extends GapUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Following extends FollowingUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class StreamEnds extends StreamEndUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Concurrency extends ConcurrencyUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class RequestKeys extends RequestKeyUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Retaining extends RetentionUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Transferring extends TransferUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Erasing extends ErasureUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Isolation extends IsolationUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Identities extends IdentityUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class IdentityProviders extends IdentityProviderUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Joining extends JoinUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Attendance extends PresenceUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class StateExpiry extends StateExpiryUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Usage extends UsageUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Budgets extends BudgetUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class HardBudgets extends HardBudgetUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Pairing extends PairingUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class PairingLimits extends PairingLimitUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Links extends LinkUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Hiring extends HiringUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class WorkerPresence extends WorkerPresenceUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Commands extends CommandUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Permitting extends PermissionUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Waiting extends WaitingUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Transcripts extends TranscriptUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class RecordedHours extends RecordedHourUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Claims extends ClaimUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Listening extends ListeningUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class DeviceAnswers extends DeviceAnswerUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Conclusions extends ConclusionUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class Inboxes extends InboxUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }

    @Nested
    class WebhookSecrets extends WebhookSecretUseCases {
        @Override
        Backend open() {
            return AllUseCases.this.open();
        }
    }
}
