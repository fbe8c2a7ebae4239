package dev.chatsessions.adapter.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import dev.chatsessions.SessionId;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.LoggedEvent;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.SessionStore;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.UsageLedger;
import dev.chatsessions.tck.Contracts;
import dev.chatsessions.thread.Message;
import java.lang.reflect.Method;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The contracts find each of these flaws in a storage that is sound otherwise, whatever JDK it runs on. */
@Tag("not-the-jdk")
final class EveryFlawIsFoundTest {

    @Test
    void a_method_that_does_nothing_or_says_the_wrong_thing_is_found() {
        Map<String, Flaw> flaws = new LinkedHashMap<>();
        for (var method : methodsOfStores()) {
            var name = Flaw.nameOf(method) + " of " + method.getParameterCount();
            flaws.put(name + " does nothing", Flaw.idle(method, false));
            if (method.getReturnType() == boolean.class) {
                flaws.put(name + " does nothing and says it did", Flaw.idle(method, true));
                flaws.put(name + " always says yes", Flaw.saying(true, method));
                flaws.put(name + " always says no", Flaw.saying(false, method));
            }
        }

        assertTrue(flaws.size() > 80, () -> "only tried " + flaws.keySet());
        assertEquals(List.of(), notFound(flaws));
    }

    @Test
    void a_method_that_does_it_wrong_is_found() {
        Map<String, Flaw> flaws = new LinkedHashMap<>();
        flaws.put("rights are ignored", Flaw.changing(SessionAccess.class, access -> new SessionAccess.Any()));
        flaws.put("limits are ignored", Flaw.changing(Integer.class, limit -> 1_000));
        flaws.put("versions are not compared", Flaw.changing("SessionStore.change", Long.class, version -> 1L));
        flaws.put(
                "the time has nanoseconds",
                Flaw.in("Stores.now", (method, arguments, right) -> ((Instant) right.with()).plusNanos(7)));
        flaws.put("times are cut to milliseconds", Flaw.changing(Session.class, FlawedCopies::inMilliseconds));
        flaws.put(
                "titles are normalised",
                Flaw.changing(
                        Session.class,
                        session -> FlawedCopies.retitled(
                                session, title -> Normalizer.normalize(title, Normalizer.Form.NFC))));
        flaws.put(
                "titles are stripped",
                Flaw.changing(Session.class, session -> FlawedCopies.retitled(session, String::strip)));
        flaws.put("speakers are lost", Flaw.changing(Message.class, FlawedCopies::withoutSpeaker));
        flaws.put("events lose what they say", Flaw.changing(EventBody.class, FlawedCopies::withoutData));
        flaws.put(
                "events come without their messages",
                mapping("EventLog.read", LoggedEvent.class, events -> events.map(FlawedCopies::withoutMessage)));
        flaws.put(
                "a reader gets his last event again",
                Flaw.changing("EventLog.read", Long.class, after -> after == 0 ? after : after - 1));
        flaws.put(
                "a reader misses an event",
                Flaw.changing("EventLog.read", Long.class, after -> after == 0 ? after : after + 1));
        flaws.put(
                "deltas begin one event too early",
                Flaw.changing("EventLog.deltas", Long.class, after -> after == 0 ? after : after - 1));
        flaws.put(
                "history begins with the position it should be below",
                Flaw.changing(
                        "MessageStore.history", Long.class, before -> before == Long.MAX_VALUE ? before : before + 1));
        flaws.put(
                "pages of sessions lose those of the same time",
                Flaw.changingPlace(
                        "SessionStore.list", place -> lowestAt(((SessionStore.Position) place).lastActivityAt())));
        flaws.put(
                "pages of the ledger lose entries of the same time",
                Flaw.changingPlace(
                        "UsageLedger.entries",
                        place -> new UsageLedger.Position(((UsageLedger.Position) place).at(), new UUID(0, 0))));
        flaws.put(
                "ids are ordered as signed numbers",
                mapping(
                        "SessionStore.list",
                        Session.class,
                        found -> found.sorted(Comparator.comparing(Session::lastActivityAt)
                                .thenComparing(session -> session.id().value())
                                .reversed())));

        assertEquals(List.of(), notFound(flaws));
    }

    @Test
    void a_sound_storage_is_found_to_be_sound() {
        Contracts.assertAllNestedIn(FlawedSuite.class);
        assertEquals(List.of("no flaw"), notFound(Map.of("no flaw", Flaw.NONE)));
    }

    private static List<String> notFound(Map<String, Flaw> flaws) {
        return flaws.entrySet().stream()
                .filter(flaw -> !isFound(flaw.getKey(), flaw.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Asks the contract of the flawed store first, as there most flaws come to light, and then all of them. */
    private static boolean isFound(String name, Flaw flaw) {
        return contractOf(name).filter(contract -> isFoundBy(contract, flaw)).isPresent()
                || isFoundBy(selectClass(FlawedSuite.class), flaw);
    }

    /** Of the store whose name the flaw's begins with. */
    private static Optional<DiscoverySelector> contractOf(String flaw) {
        var contract = flaw.replaceFirst("\\..*", "") + "Contract";
        return Stream.of(FlawedSuite.class.getDeclaredClasses())
                .filter(nested -> nested.getSuperclass().getSimpleName().equals(contract))
                .<DiscoverySelector>map(nested -> selectNestedClass(List.of(FlawedSuite.class), nested))
                .findFirst();
    }

    /** Runs contracts on a storage with that flaw until one of their tests fails. */
    private static boolean isFoundBy(DiscoverySelector contracts, Flaw flaw) {
        FlawedSuite.FLAW.set(flaw);
        var enough = CancellationToken.create();
        var failures = new AtomicInteger();
        var discovery =
                LauncherDiscoveryRequestBuilder.request().selectors(contracts).build();
        LauncherFactory.create()
                .execute(LauncherExecutionRequestBuilder.request(discovery)
                        .cancellationToken(enough)
                        .listeners(new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                                    failures.incrementAndGet();
                                    enough.cancel();
                                }
                            }
                        })
                        .build());
        return failures.get() > 0;
    }

    private static List<Method> methodsOfStores() {
        return Stream.of(Stores.class.getMethods())
                .map(Method::getReturnType)
                .filter(Class::isInterface)
                .sorted(Comparator.comparing(Class::getSimpleName))
                .flatMap(store -> Arrays.stream(store.getMethods()).sorted(Comparator.comparing(Method::toString)))
                .toList();
    }

    private static <T> Flaw mapping(String name, Class<T> type, Function<Stream<T>, Stream<T>> change) {
        return Flaw.in(
                name,
                (method, arguments, right) -> change.apply(
                                ((List<?>) right.with(arguments)).stream().map(type::cast))
                        .toList());
    }

    private static SessionStore.Position lowestAt(Instant time) {
        return new SessionStore.Position(time, new SessionId(new UUID(0, 0)));
    }
}
