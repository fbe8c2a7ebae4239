package dev.chatsessions.benchmarks;

import dev.chatsessions.Caller;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.core.Settings;
import dev.chatsessions.core.worker.WorkerSettings;
import dev.chatsessions.reply.Question;
import dev.chatsessions.worker.WorkerSession;
import dev.chatsessions.worker.WorkerSessionStart;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The product as a program whose user has workers, to whom it listens at another port than to the user. */
final class Hiring implements AutoCloseable {

    private static final int CONNECTIONS = 8;

    private static final int MOST_WORKERS = 50;

    private final Caller user = Caller.user("somebody");

    private final List<WorkerSession> sessions = new ArrayList<>();

    private final Place place;

    private final SessionCore core;

    private final ChatServer forUser;

    private final ChatServer forWorkers;

    private Hiring(Place place) {
        this.place = place;
        core = SessionCore.builder()
                .storage(place.storage())
                .settings(Settings.defaults().withWorkers(askingEverySecond()))
                .build();
        forUser = ChatServer.withLogin(core, user);
        forWorkers = ChatServer.withTokens(core);
    }

    private static WorkerSettings askingEverySecond() {
        var usual = WorkerSettings.defaults();
        return new WorkerSettings(
                usual.staleAfter(),
                usual.codeLife(),
                Duration.ofSeconds(1),
                usual.tokenLife(),
                usual.grace(),
                MOST_WORKERS,
                MOST_WORKERS,
                usual.wrongCodesPerUser(),
                usual.wrongCodesPerAddress());
    }

    public static void main(String... arguments) {
        try (var hiring = new Hiring(Place.open(arguments[0], CONNECTIONS))) {
            new Orders()
                    .with("workers", (unused, told) -> Integer.toString(hiring.forWorkers.port()))
                    .with("start", (count, told) -> hiring.start(count))
                    .with("ask", (unused, told) -> hiring.ask())
                    .follow(URI.create("http://127.0.0.1:" + hiring.forUser.port()));
        }
        // A pool that waits for more work may keep the process for a minute.
        System.exit(0);
    }

    /** Starts so many sessions, as many on each worker; gives them. */
    private String start(long count) {
        var workers = core.workers().list(user, PageRequest.first(MOST_WORKERS)).items();
        for (var number = 0; number < count; number++) {
            var worker = workers.get(number % workers.size()).id();
            sessions.add(core.workers().start(user, worker, WorkerSessionStart.of(Words.MODEL), RequestKey.none()));
        }
        return sessions.stream().map(each -> each.session().id().toString()).collect(Collectors.joining(","));
    }

    /** Asks in all of them. */
    private String ask() {
        for (var each : sessions) {
            var thread = core.threads()
                    .list(user, each.session().id(), PageRequest.first(1))
                    .items()
                    .get(0);
            core.replies().ask(user, thread.id(), Question.of(Words.QUESTION), RequestKey.none());
        }
        return "";
    }

    @Override
    public void close() {
        forWorkers.close();
        forUser.close();
        core.close();
        place.close();
    }
}
