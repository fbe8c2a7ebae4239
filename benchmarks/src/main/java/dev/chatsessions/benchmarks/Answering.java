package dev.chatsessions.benchmarks;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.core.Settings;
import dev.chatsessions.reply.Question;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.spi.Assistant;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.ThreadStart;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The product as a program whose assistant says fifty words a second in each of many answers, until it is hushed. */
final class Answering implements AutoCloseable {

    static final int WORDS_PER_SECOND = 50;

    private static final int CONNECTIONS = 8;

    private static final long APART = TimeUnit.SECONDS.toNanos(1) / WORDS_PER_SECOND;

    private final Caller user = Caller.user("somebody");

    private final LongAdder said = new LongAdder();

    private final Place place;

    private final CommitClock clock;

    private final SessionCore core;

    private final ChatServer server;

    private volatile Talk talk = new Talk(0);

    private Answering(Place place, int most) {
        this.place = place;
        clock = new CommitClock(place.storage());
        core = SessionCore.builder()
                .storage(clock)
                .assistant(this::answer)
                .settings(Settings.defaults().withMaxAnswersAtOnce(most))
                .executor(Executors.newCachedThreadPool(step -> {
                    var thread = new Thread(step, "benchmark-assistant");
                    thread.setDaemon(true);
                    return thread;
                }))
                .build();
        server = ChatServer.withLogin(core, user);
    }

    public static void main(String... arguments) {
        try (var answering = new Answering(Place.open(arguments[0], CONNECTIONS), Integer.parseInt(arguments[1]))) {
            new Orders()
                    .with("speak", (answers, told) -> answering.speak(answers))
                    .with("hush", (unused, told) -> Long.toString(answering.hush()))
                    .with("finish", (unused, told) -> answering.finish())
                    .with("writes", (unused, told) -> Long.toString(answering.clock.writes()))
                    .with(
                            "commits",
                            (unused, told) ->
                                    Long.toString(answering.place.committed().orElse(0)))
                    .with(
                            "database-cpu",
                            (unused, told) ->
                                    Long.toString(answering.place.databaseTime().toNanos()))
                    .follow(URI.create("http://127.0.0.1:" + answering.server.port()));
        }
        // A pool that waits for more work may keep the process for a minute.
        System.exit(0);
    }

    /** Asks in so many new threads, each in a session of its own; gives their sessions. */
    private String speak(long answers) {
        talk = new Talk((int) answers);
        said.reset();
        var threads = Stream.generate(this::thread).limit(answers).toList();
        threads.forEach(
                thread -> core.replies().ask(user, thread.id(), Question.of(Words.QUESTION), RequestKey.none()));
        return threads.stream().map(thread -> thread.session().toString()).collect(Collectors.joining(","));
    }

    private ChatThread thread() {
        var session = core.sessions().start(user, SessionStart.of(SessionKind.DEVICE), RequestKey.none());
        return core.threads().start(user, session.id(), ThreadStart.unnamed(), RequestKey.none());
    }

    /** Each word is the moment when it was said. */
    private void answer(Assistant.Turn turn, Assistant.Sink sink) throws InterruptedException {
        var mine = talk;
        var next = System.nanoTime() + ThreadLocalRandom.current().nextLong(APART);
        while (!mine.hushed) {
            LockSupport.parkNanos(next - System.nanoTime());
            if (System.nanoTime() >= next) {
                sink.text("#" + System.nanoTime() + "; ");
                said.increment();
                next += APART;
            }
        }
        mine.quiet.countDown();
        mine.finished.await();
    }

    /** Gives how many words were said. */
    private long hush() {
        talk.hushed = true;
        try {
            talk.quiet.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        return said.sum();
    }

    private String finish() {
        talk.finished.countDown();
        return "";
    }

    @Override
    public void close() {
        server.close();
        core.close();
        place.close();
    }

    /** Answers that begin and end together. */
    private static final class Talk {

        private final CountDownLatch quiet;

        private final CountDownLatch finished = new CountDownLatch(1);

        private volatile boolean hushed;

        Talk(int answers) {
            quiet = new CountDownLatch(answers);
        }
    }
}
