package dev.chatsessions.adapter.javalin;

import dev.chatsessions.JsonValue;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import dev.chatsessions.link.LinkEvent;
import dev.chatsessions.permission.PermissionEvent;
import dev.chatsessions.presence.PresenceEvent;
import dev.chatsessions.reply.ReplyEvent;
import dev.chatsessions.session.SessionEvent;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.ThreadEvent;
import dev.chatsessions.usage.UsageEvent;
import dev.chatsessions.webhook.WebhookEvent;
import dev.chatsessions.worker.WorkerCommand;
import dev.chatsessions.worker.WorkerEvent;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event that there is, with all that it may hold and with no more than it has to, as the document of streams has it. */
class EventsTest {

    private static final LogScope SESSION = sample(LogScope.OfSession.class, true);

    static Stream<LiveEvent> ofSessions() {
        var families = List.of(SessionEvent.class, ThreadEvent.class, ReplyEvent.class, PermissionEvent.class);
        return Stream.concat(
                families.stream().flatMap(EventsTest::all),
                Stream.of(PresenceEvent.class, WebhookEvent.SessionClaimed.class)
                        .flatMap(EventsTest::both));
    }

    static Stream<LiveEvent> ofUsers() {
        return Stream.of(LinkEvent.class, UsageEvent.class, WebhookEvent.class, WorkerEvent.class)
                .flatMap(EventsTest::all);
    }

    static Stream<LiveEvent> ofWorkers() {
        return all(WorkerCommand.class);
    }

    @ParameterizedTest
    @MethodSource("ofSessions")
    void an_event_of_a_session_is_as_described(LiveEvent event) {
        Documented.requireFrame("/sessions/any/events", text(EventJson.from(event)));
        Documented.requireFrame("/threads/any/events", text(EventJson.from(event)));
        Documented.requireFrame("/ws", text(SharedFrames.from(event)));
        Documented.requireFrame("/conversations/current/stream", text(CurrentJson.event(event)));
    }

    @ParameterizedTest
    @MethodSource("ofUsers")
    void an_event_of_a_user_is_as_described(LiveEvent event) {
        Documented.requireFrame("/me/events", text(EventJson.from(event)));
    }

    @ParameterizedTest
    @MethodSource("ofWorkers")
    void a_command_is_as_described(LiveEvent event) {
        Documented.requireFrame("/worker/commands", text(EventJson.from(event)));
    }

    private static String text(Object frame) {
        return new String(Json.bytes(frame), StandardCharsets.UTF_8);
    }

    private static Stream<LiveEvent> all(Class<?> family) {
        return Arrays.stream(family.getPermittedSubclasses()).flatMap(EventsTest::both);
    }

    private static Stream<LiveEvent> both(Class<?> kind) {
        return Stream.of(true, false).map(whole -> (LiveEvent) sample(kind, whole));
    }

    /** A value of the type; what is optional is there where it is {@code whole}. */
    @SuppressWarnings("unchecked")
    private static <T> T sample(Type type, boolean whole) {
        return (T) value(type, whole);
    }

    private static Object value(Type type, boolean whole) {
        if (type instanceof ParameterizedType generic) {
            return container(generic, whole);
        }
        var simple = Map.<Type, Object>of(
                String.class,
                "sample",
                UUID.class,
                new UUID(0x7000L, 1L << 63),
                Instant.class,
                Instant.parse("2026-11-22T07:30:00Z"),
                JsonValue.class,
                JsonValue.of("sample"),
                JsonValue.Fields.class,
                new JsonValue.Fields(Map.of("name", JsonValue.of(1))),
                Part.class,
                new Part.ToolCall("c1", "weather", "{}"),
                long.class,
                1L,
                Long.class,
                1L,
                int.class,
                1,
                boolean.class,
                whole);
        var known = simple.get(type);
        if (known != null) {
            return known;
        }
        if (type == LogScope.class) {
            return SESSION;
        }
        var declared = (Class<?>) type;
        return declared.isEnum() ? declared.getEnumConstants()[0] : made(declared, whole);
    }

    private static Object container(ParameterizedType generic, boolean whole) {
        var items = Arrays.stream(generic.getActualTypeArguments())
                .map(item -> value(item, whole))
                .toList();
        if (generic.getRawType() == Optional.class) {
            return whole ? Optional.of(items.get(0)) : Optional.empty();
        }
        return generic.getRawType() == List.class ? List.of(items.get(0)) : Map.of(items.get(0), items.get(1));
    }

    private static Object made(Class<?> kind, boolean whole) {
        var components = kind.getRecordComponents();
        try {
            var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var values = Arrays.stream(components)
                    .map(component -> value(component.getGenericType(), whole))
                    .toArray();
            return kind.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException unfit) {
            throw new AssertionError("no sample of " + kind, unfit);
        }
    }
}
