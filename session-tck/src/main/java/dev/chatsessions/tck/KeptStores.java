package dev.chatsessions.tck;

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

/** The stores of a work, each taken out while it ran. */
record KeptStores(
        Instant now,
        SessionStore sessions,
        ThreadStore threads,
        MessageStore messages,
        ReplyStore replies,
        EventLog events,
        StateStore state,
        DetailsStore details,
        UsageLedger usage,
        BudgetStore budgets,
        RequestKeyStore requestKeys,
        TokenStore tokens,
        JoinTokenStore joinTokens,
        PresenceStore presence,
        WebhookSecretStore webhookSecrets,
        DeviceLinkStore deviceLinks,
        PendingLinkStore pendingLinks,
        AttemptStore attempts,
        RequestStore requests,
        WorkerStore workers,
        RegistrationStore registrations,
        AssignmentStore assignments,
        PermissionStore permissions,
        ConversationStore conversations,
        SegmentStore segments,
        OrphanStore orphans,
        PreferenceStore preferences,
        DeliveryStore deliveries,
        DeviceAnswerStore deviceAnswers,
        ErasureStore erasures)
        implements Stores {

    KeptStores(Stores stores) {
        this(
                stores.now(),
                stores.sessions(),
                stores.threads(),
                stores.messages(),
                stores.replies(),
                stores.events(),
                stores.state(),
                stores.details(),
                stores.usage(),
                stores.budgets(),
                stores.requestKeys(),
                stores.tokens(),
                stores.joinTokens(),
                stores.presence(),
                stores.webhookSecrets(),
                stores.deviceLinks(),
                stores.pendingLinks(),
                stores.attempts(),
                stores.requests(),
                stores.workers(),
                stores.registrations(),
                stores.assignments(),
                stores.permissions(),
                stores.conversations(),
                stores.segments(),
                stores.orphans(),
                stores.preferences(),
                stores.deliveries(),
                stores.deviceAnswers(),
                stores.erasures());
    }
}
