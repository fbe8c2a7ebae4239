package dev.chatsessions.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chatsessions.client.ChatSessionsClient;
import dev.chatsessions.client.EventStream;
import dev.chatsessions.client.StreamEvent;
import dev.chatsessions.server.HistoryChecks.Stored;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a user says to a worker in one session, and hears from it over a line that may be cut. */
final class WorkerConversation implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChatClient user;

    private final String session;

    private final Ears ears = new Ears();

    private final ChatSessionsClient line;

    private final String beginning;

    private WorkerConversation(ChatClient user, String session) {
        this.user = user;
        this.session = session;
        this.line = line(user.server());
        this.beginning = listen(line, Optional.empty(), ears).place().orElseThrow();
    }

    /** A new session on the only worker that the user has, which is ready for it. */
    static WorkerConversation begin(ChatClient user) {
        var worker =
                user.get("/workers").path("items").path(0).path("worker_id").asText();
        var session = user.created("/workers/" + worker + "/sessions", "{}")
                .path("session_id")
                .asText();
        Patience.until(
                () -> user.get("/worker-sessions/" + session).hasNonNull("ready_at"), () -> "no worker is ready");
        return new WorkerConversation(user, session);
    }

    private ChatSessionsClient line(URI server) {
        return ChatSessionsClient.builder(server)
                .token(user.token())
                .pauses(Duration.ofMillis(20), Duration.ofMillis(500))
                .silence(Duration.ofSeconds(10))
                .build();
    }

    private EventStream listen(ChatSessionsClient from, Optional<String> place, Ears listener) {
        var stream = from.follow("/sessions/" + session + "/events", place, listener);
        Patience.until(() -> stream.place().isPresent(), () -> "nobody said hello");
        return stream;
    }

    /** The reply's id. */
    String ask(String question) {
        var message = JSON.valueToTree(Map.of("content", question)).toString();
        return user.accepted("/worker-sessions/" + session + "/messages", message)
                .path("reply_id")
                .asText();
    }

    /** What was heard of an answer so far, piece by piece. */
    String heard(String reply) {
        return of(reply, "reply_delta")
                .map(event -> event.text("text").orElse(""))
                .collect(Collectors.joining());
    }

    void awaitMoreThan(String reply, int length) {
        Patience.until(() -> heard(reply).length() > length, () -> "no more was heard than \"" + heard(reply) + "\"");
    }

    /** Waits for the end of an answer. */
    JsonNode finished(String reply) {
        Patience.until(
                () -> of(reply, "reply_finished").findAny().isPresent(),
                () -> "no end was heard of \"" + heard(reply) + "\"");
        return read(of(reply, "reply_finished").findFirst().orElseThrow());
    }

    private Stream<StreamEvent> of(String reply, String type) {
        return ears.events().stream()
                .filter(event -> event.type().equals(type))
                .filter(event -> event.text("reply_id").filter(reply::equals).isPresent());
    }

    private static JsonNode read(StreamEvent event) {
        try {
            return JSON.readTree(event.data());
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException(event.data(), unreadable);
        }
    }

    /** What is wrong with what is kept and with what was heard, now that nothing more happens. */
    List<String> violations() {
        var wrong = new ArrayList<>(ears.troubles());
        wrong.addAll(HistoryChecks.eachQuestionHasOneAnswer(stored()));
        var calm = new Ears();
        try (var other = line(user.server())) {
            listen(other, Optional.of(beginning), calm);
            ears.last().ifPresent(calm::awaitPlace);
            ears.awaitPlace(calm.last().orElse(""));
            wrong.addAll(HistoryChecks.heardIsTheLog("the user", ears.places(), calm.places()));
        }
        return wrong;
    }

    List<String> answers() {
        return stored().stream()
                .filter(message -> message.role().equals("assistant"))
                .map(Stored::text)
                .toList();
    }

    private List<Stored> stored() {
        var stored = new ArrayList<Stored>();
        user.get("/worker-sessions/" + session + "/messages?limit=100")
                .path("messages")
                .forEach(message -> stored.add(new Stored(
                        message.path("role").asText(), message.path("content").asText())));
        return stored;
    }

    int interruptions() {
        return ears.interruptions();
    }

    @Override
    public void close() {
        line.close();
    }
}
