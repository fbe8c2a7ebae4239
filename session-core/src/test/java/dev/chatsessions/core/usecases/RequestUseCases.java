package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Stale;
import dev.chatsessions.JsonValue;
import dev.chatsessions.PageCursor;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.request.Request;
import dev.chatsessions.session.ExpectedVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What users want done. */
abstract class RequestUseCases extends UseCases {

    @Test
    void a_request_is_kept_with_its_attributes_and_changed_by_a_merge() {
        var request = create(ANN, "from", "EGLF");

        var changed = chat.requests()
                .change(
                        ANN,
                        request.id(),
                        new JsonValue.Fields(Map.of("to", JsonValue.of("LFPB"), "from", new JsonValue.Null())),
                        ExpectedVersion.of(1));

        assertEquals(fields("to", "LFPB"), changed.attributes());
        assertEquals(2, changed.version());
        assertEquals(changed, chat.requests().find(ANN, request.id()));
        refused(
                Stale.class,
                "stale-version",
                () -> chat.requests().change(ANN, request.id(), fields("to", "LEMD"), ExpectedVersion.of(1)));
        assertEquals(changed, chat.requests().change(ANN, request.id(), fields("to", "LFPB"), ExpectedVersion.of(2)));
    }

    @Test
    void requests_are_listed_newest_first_page_by_page() {
        var all = new ArrayList<RequestId>();
        for (var i = 0; i < 5; i++) {
            all.add(0, create(ANN, "number", "n" + i).id());
        }
        create(BOB, "number", "of Bob");

        var seen = new ArrayList<RequestId>();
        Optional<PageCursor> next = Optional.empty();
        do {
            var page = chat.requests().list(ANN, new PageRequest(2, next));
            page.items().forEach(request -> seen.add(request.id()));
            next = page.next();
        } while (next.isPresent());

        assertEquals(all, seen);
    }

    @Test
    void a_request_is_its_owners() {
        var anns = create(ANN, "from", "EGLF").id();

        refused(NotFound.class, "not-found", () -> chat.requests().find(BOB, anns));
        refused(
                NotFound.class,
                "not-found",
                () -> chat.requests().change(BOB, anns, fields("to", "x"), ExpectedVersion.any()));
        assertEquals(Map.of(), chat.requests().find(BOB, List.of(anns)));
        refused(Forbidden.class, "forbidden", () -> chat.requests().find(ADMIN, anns));
        refused(
                NotFound.class,
                "not-found",
                () -> chat.requests()
                        .find(ANN, new RequestId(UUID.fromString("00000000-0000-7000-8000-000000000000"))));
    }

    @Test
    void attributes_have_a_limit_also_merged() {
        refused(Invalid.class, "validation-failed", () -> create(ANN, "big", "x".repeat(JsonValue.MAX_BYTES)));
        var half = create(ANN, "big", "x".repeat(JsonValue.MAX_BYTES / 2)).id();

        refused(
                Invalid.class,
                "validation-failed",
                () -> chat.requests()
                        .change(ANN, half, fields("more", "x".repeat(JsonValue.MAX_BYTES / 2)), ExpectedVersion.any()));
    }

    private Request create(Caller caller, String name, String value) {
        return chat.requests().create(caller, fields(name, value), RequestKey.none());
    }

    private static JsonValue.Fields fields(String name, String value) {
        return new JsonValue.Fields(Map.of(name, JsonValue.of(value)));
    }
}
