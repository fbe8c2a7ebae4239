package dev.chatsessions.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chatsessions.client.ChatSessionsClient;
import dev.chatsessions.client.EventStream;
import dev.chatsessions.client.StreamListener;
import dev.chatsessions.client.Transport;
import dev.chatsessions.server.HistoryChecks.Stored;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Users who ask through whichever node they reach, again and again until they are told, and readers who listen along. */
final class Crowd implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration TRY = Duration.ofSeconds(8);

    private static final int MOST_MINUTES = 6;

    private final Cluster cluster;

    private final List<User> users = new ArrayList<>();

    private final History history = new History();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TRY)
            .build();

    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param seed of everything that is left to chance, so that a run can be told by it */
    Crowd(Cluster cluster, int size, long seed, String name) {
        this.cluster = cluster;
        for (var i = 0; i < size; i++) {
            var user = name + "-" + i;
            var token = cluster.token(user);
            var transport = Transport.values()[i % Transport.values().length];
            users.add(new User(user, token, cluster.address(i % cluster.size()), transport, new Random(seed + i)));
        }
    }

    History history() {
        return history;
    }

    /** Everybody asks so many questions; returns when all are answered. */
    void ask(int questions) {
        var asking = new ArrayList<Future<?>>();
        for (var user : users) {
            asking.add(threads.submit(() -> user.ask(questions)));
        }
        try {
            for (var each : asking) {
                each.get(MOST_MINUTES, TimeUnit.MINUTES);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the questions were not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What is wrong with what is stored and with what the readers heard, now that nothing more happens. */
    List<String> violations() {
        var wrong = new ArrayList<>(history.refusals());
        for (var user : users) {
            var stored = user.stored();
            wrong.addAll(HistoryChecks.acknowledgedIsThere(history.acknowledged(user.name), stored));
            wrong.addAll(HistoryChecks.nothingIsThereTwice(stored));
            wrong.addAll(HistoryChecks.nothingIsThereUnasked(history.tried(user.name), stored));
            wrong.addAll(HistoryChecks.eachQuestionHasOneAnswer(stored));
            wrong.addAll(user.misheard());
        }
        return wrong;
    }

    int interruptions() {
        return users.stream().mapToInt(user -> user.ears.interruptions()).sum();
    }

    @Override
    public void close() {
        closed.countDown();
        users.forEach(User::leave);
        threads.shutdownNow();
    }

    private final class User {

        private final String name;

        private final String token;

        private final Random random;

        private final Ears ears = new Ears();

        private final ChatSessionsClient client;

        private final String beginning;

        private int asked;

        User(String name, String token, URI line, Transport transport, Random random) {
            this.name = name;
            this.token = token;
            this.random = random;
            // The thread has to be there before anybody can listen to it.
            askOne("Is anybody there?");
            this.client = client(line, transport);
            this.beginning = listen(client, Optional.empty(), ears).place().orElseThrow();
        }

        private ChatSessionsClient client(URI line, Transport transport) {
            return ChatSessionsClient.builder(line)
                    .transport(transport)
                    .token(token)
                    .pauses(Duration.ofMillis(20), Duration.ofMillis(500))
                    .silence(Duration.ofSeconds(10))
                    .build();
        }

        /** Listens from a place, or from now on; returns once it hears something. */
        private EventStream listen(ChatSessionsClient from, Optional<String> place, StreamListener listener) {
            var stream = from.follow("/threads/user-" + name + "/events", place, listener);
            await(() -> stream.place().isPresent());
            return stream;
        }

        void ask(int questions) {
            for (var i = 0; i < questions && closed.getCount() > 0; i++) {
                asked++;
                askOne(name + " asks for the " + asked + ". time");
            }
        }

        /** Again and again, under one key, until somebody says what became of it. */
        private void askOne(String question) {
            history.trying(name, question);
            var key = name + "-" + Integer.toHexString(question.hashCode()) + "-" + random.nextInt(1 << 30);
            while (closed.getCount() > 0) {
                var answer = send(question, key);
                if (answer.isPresent()) {
                    history.acknowledged(name, question, answer.get());
                    return;
                }
                history.unknown();
                pause(random.nextInt(100) + 20);
            }
        }

        private Optional<String> send(String question, String key) {
            var request = HttpRequest.newBuilder(cluster.any(random).resolve("/chat"))
                    .timeout(TRY)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .POST(BodyPublishers.ofString(
                            JSON.valueToTree(Map.of("message", question)).toString()))
                    .build();
            try {
                return answer(question, http.send(request, BodyHandlers.ofString()));
            } catch (IOException lost) {
                return Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }

        private Optional<String> answer(String question, HttpResponse<String> response) throws IOException {
            var status = response.statusCode();
            if (status == 200) {
                return Optional.of(
                        JSON.readTree(response.body()).path("response").asText());
            }
            if (status != 202 && status != 502 && status != 503) {
                history.refused(status + " to \"" + question + "\": " + response.body());
            }
            return Optional.empty();
        }

        List<Stored> stored() {
            var stored = new ArrayList<Stored>();
            var before = "";
            do {
                var page = get("/chat/history?limit=100" + (before.isEmpty() ? "" : "&before=" + before));
                var messages = new ArrayList<Stored>();
                page.path("messages")
                        .forEach(message -> messages.add(new Stored(
                                message.path("role").asText(),
                                message.path("content").asText())));
                stored.addAll(0, messages);
                before = page.path("before").asText("");
            } while (!before.isEmpty());
            return stored;
        }

        /** Reads the whole log over one line that nobody touches, and compares. */
        List<String> misheard() {
            var calm = new Ears();
            try (var other = client(cluster.address(0), Transport.SERVER_SENT_EVENTS);
                    var stream = listen(other, Optional.of(beginning), calm)) {
                var head = headOf(other);
                await(() -> stream.place().filter(head::equals).isPresent());
                await(() -> ears.last().equals(calm.last()) || !ears.troubles().isEmpty());
            }
            var wrong = new ArrayList<String>();
            ears.troubles().forEach(trouble -> wrong.add(name + " was " + trouble));
            wrong.addAll(HistoryChecks.heardIsTheLog(name, ears.places(), calm.places()));
            return wrong;
        }

        private String headOf(ChatSessionsClient from) {
            try (var stream = listen(from, Optional.empty(), event -> {})) {
                return stream.place().orElseThrow();
            }
        }

        /** Asks again while the server has just lost its database; an answer without messages would look like a loss. */
        private JsonNode get(String path) {
            var answer = send(path);
            for (var tries = 1; answer.statusCode() == 503 && tries < 100; tries++) {
                pause(100);
                answer = send(path);
            }
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + " is answered " + answer.statusCode() + " " + answer.body());
            }
            try {
                return JSON.readTree(answer.body());
            } catch (IOException e) {
                throw new IllegalStateException(path + " is not answered in JSON", e);
            }
        }

        private HttpResponse<String> send(String path) {
            var request = HttpRequest.newBuilder(cluster.address(0).resolve(path))
                    .timeout(TRY)
                    .header("Authorization", "Bearer " + token)
                    .build();
            try {
                return http.send(request, BodyHandlers.ofString());
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(path + " failed", e);
            }
        }

        void leave() {
            client.close();
        }
    }

    private void pause(long millis) {
        try {
            closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until it is so, and gives up after a minute: whoever compares then says what is wrong. */
    void await(BooleanSupplier so) {
        var until = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!so.getAsBoolean() && System.nanoTime() - until < 0) {
            pause(10);
        }
    }
}
