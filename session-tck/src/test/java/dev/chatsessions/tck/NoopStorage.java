package dev.chatsessions.tck;

import dev.chatsessions.LogScope;
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
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.ThreadStore;
import dev.chatsessions.spi.TokenStore;
import dev.chatsessions.spi.UsageLedger;
import dev.chatsessions.spi.WebhookSecretStore;
import dev.chatsessions.spi.Work;
import dev.chatsessions.spi.WorkerStore;
import dev.chatsessions.usage.UsageTotal;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A storage that keeps nothing: whatever is asked for is not there.
 *
 * @param agreeing whether it claims that what it was to do was done
 */
record NoopStorage(boolean agreeing) implements Storage, Stores {

    @Override
    public <T> T read(Work<T> work) {
        return work.in(this);
    }

    @Override
    public <T> T write(Work<T> work) {
        return work.in(this);
    }

    @Override
    public void check() {}

    @Override
    public void close() {}

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(123_456_789);
    }

    @Override
    public SessionStore sessions() {
        return noop(SessionStore.class);
    }

    @Override
    public ThreadStore threads() {
        return noop(ThreadStore.class);
    }

    @Override
    public MessageStore messages() {
        return noop(MessageStore.class);
    }

    @Override
    public ReplyStore replies() {
        return noop(ReplyStore.class);
    }

    @Override
    public EventLog events() {
        return noop(EventLog.class);
    }

    @Override
    public StateStore state() {
        return noop(StateStore.class);
    }

    @Override
    public DetailsStore details() {
        return noop(DetailsStore.class);
    }

    @Override
    public UsageLedger usage() {
        return noop(UsageLedger.class);
    }

    @Override
    public RequestKeyStore requestKeys() {
        return noop(RequestKeyStore.class);
    }

    @Override
    public TokenStore tokens() {
        return noop(TokenStore.class);
    }

    @Override
    public JoinTokenStore joinTokens() {
        return noop(JoinTokenStore.class);
    }

    @Override
    public PresenceStore presence() {
        return noop(PresenceStore.class);
    }

    @Override
    public DeviceLinkStore deviceLinks() {
        return noop(DeviceLinkStore.class);
    }

    @Override
    public PendingLinkStore pendingLinks() {
        return noop(PendingLinkStore.class);
    }

    @Override
    public WebhookSecretStore webhookSecrets() {
        return noop(WebhookSecretStore.class);
    }

    @Override
    public AttemptStore attempts() {
        return noop(AttemptStore.class);
    }

    @Override
    public WorkerStore workers() {
        return noop(WorkerStore.class);
    }

    @Override
    public RegistrationStore registrations() {
        return noop(RegistrationStore.class);
    }

    @Override
    public AssignmentStore assignments() {
        return noop(AssignmentStore.class);
    }

    @Override
    public PermissionStore permissions() {
        return noop(PermissionStore.class);
    }

    @Override
    public BudgetStore budgets() {
        return noop(BudgetStore.class);
    }

    @Override
    public ConversationStore conversations() {
        return noop(ConversationStore.class);
    }

    @Override
    public SegmentStore segments() {
        return noop(SegmentStore.class);
    }

    @Override
    public OrphanStore orphans() {
        return noop(OrphanStore.class);
    }

    @Override
    public PreferenceStore preferences() {
        return noop(PreferenceStore.class);
    }

    @Override
    public DeliveryStore deliveries() {
        return noop(DeliveryStore.class);
    }

    @Override
    public DeviceAnswerStore deviceAnswers() {
        return noop(DeviceAnswerStore.class);
    }

    @Override
    public ErasureStore erasures() {
        return noop(ErasureStore.class);
    }

    private <T> T noop(Class<T> store) {
        return store.cast(Proxy.newProxyInstance(
                store.getClassLoader(),
                new Class<?>[] {store},
                (proxy, method, arguments) -> nothing(method, arguments)));
    }

    private Object nothing(Method method, Object[] arguments) {
        if (method.getReturnType() == EventLog.LogHead.class) {
            return new EventLog.LogHead((LogScope) arguments[0], (long) arguments[1], 0);
        }
        Map<Class<?>, Object> nothing = Map.of(
                Optional.class,
                Optional.empty(),
                Map.class,
                Map.of(),
                List.class,
                List.of(),
                Set.class,
                Set.of(),
                UsageTotal.class,
                UsageTotal.ZERO,
                StateStore.Size.class,
                new StateStore.Size(0, 0),
                boolean.class,
                agreeing,
                int.class,
                0,
                long.class,
                0L);
        return nothing.get(method.getReturnType());
    }

    @Override
    public RequestStore requests() {
        return noop(RequestStore.class);
    }
}
