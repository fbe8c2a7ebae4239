package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;

/** All contracts there are, and the check that a storage's test forgot none. Immutable. */
public final class Contracts {

    private static final List<Class<? extends Contract>> ALL = List.of(
            SessionStoreContract.class,
            SessionListContract.class,
            ThreadStoreContract.class,
            MessageStoreContract.class,
            ReplyStoreContract.class,
            ReplyQueueContract.class,
            EventLogContract.class,
            StateStoreContract.class,
            DetailsStoreContract.class,
            UsageLedgerContract.class,
            RequestKeyStoreContract.class,
            TokenStoreContract.class,
            JoinTokenStoreContract.class,
            PresenceStoreContract.class,
            DeviceLinkStoreContract.class,
            PendingLinkStoreContract.class,
            AttemptStoreContract.class,
            RequestStoreContract.class,
            WorkerStoreContract.class,
            RegistrationStoreContract.class,
            AssignmentStoreContract.class,
            PermissionStoreContract.class,
            BudgetStoreContract.class,
            ConversationStoreContract.class,
            HearingContract.class,
            SegmentStoreContract.class,
            OrphanStoreContract.class,
            PreferenceStoreContract.class,
            DeliveryStoreContract.class,
            DeviceAnswerStoreContract.class,
            WebhookSecretStoreContract.class,
            ErasureStoreContract.class,
            StorageContract.class,
            DeletionContract.class,
            IsolationContract.class,
            HostileTextContract.class,
            TimePrecisionContract.class,
            ConcurrencyContract.class,
            RaceContract.class);

    private Contracts() {}

    /** Every contract that a storage keeps. */
    public static List<Class<? extends Contract>> all() {
        return ALL;
    }

    /**
     * Fails, naming them, unless each contract is extended by a {@code @Nested} class of {@code storageTest} or of a
     * class that it extends.
     */
    public static void assertAllNestedIn(Class<?> storageTest) {
        var nested = nestedIn(storageTest);
        var forgotten = ALL.stream()
                .filter(contract -> nested.stream().noneMatch(contract::isAssignableFrom))
                .map(Class::getSimpleName)
                .toList();
        if (!forgotten.isEmpty()) {
            fail(storageTest.getName() + " has no @Nested class that extends " + String.join(", ", forgotten));
        }
    }

    private static List<Class<?>> nestedIn(Class<?> storageTest) {
        List<Class<?>> nested = new ArrayList<>();
        for (Class<?> each = storageTest; each != null; each = each.getSuperclass()) {
            Stream.of(each.getDeclaredClasses())
                    .filter(inner -> inner.isAnnotationPresent(Nested.class))
                    .forEach(nested::add);
        }
        return nested;
    }
}
