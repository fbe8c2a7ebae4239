package dev.chatsessions.benchmarks;

import dev.chatsessions.Caller;
import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.RequestKey;
import dev.chatsessions.benchmarks.Report.Table;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.Listener;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.live.StreamEnd;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.spi.LiveSignal;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;

/** The time from a commit on one node to its arrival at a subscriber of another, beside a bare NOTIFY. */
final class CrossNode {

    private static final int CONNECTIONS = 8;

    private static final Duration APART = Duration.ofMillis(10);

    private static final long LIMIT_SECONDS = 20;

    private final Effort.Live effort;

    private final Report report;

    private final Caller user = Caller.user("somebody");

    CrossNode(Effort effort, Report report) {
        this.effort = effort.live();
        this.report = report;
    }

    void run(String placeName) {
        try (var here = Place.open(placeName, CONNECTIONS);
                var there = here.neighbour(CONNECTIONS)) {
            report.heading("from node to node", here.name());
            var table = new Table(
                    "from a commit to another node's subscriber", "p50", "p99", "lost", "p50 ratio", "p99 ratio");
            var bare = bare(here, there);
            print(table, "with notify", nodes(here, there, here.signal(), there.signal()), bare);
            print(table, "by looking now and then", nodes(here, there, LiveSignal.none(), LiveSignal.none()), bare);
            print(table, "bare NOTIFY", bare, bare);
            report.table(table);
        }
    }

    private Crossed nodes(Place here, Place there, LiveSignal tell, LiveSignal listen) {
        var clock = new CommitClock(here.storage());
        try (var one = SessionCore.builder().storage(clock).signal(tell).build();
                var other = SessionCore.builder()
                        .storage(there.storage())
                        .signal(listen)
                        .build()) {
            var session = one.sessions().start(user, SessionStart.of(SessionKind.DEVICE), RequestKey.none());
            var thread = one.threads().start(user, session.id(), ThreadStart.unnamed(), RequestKey.none());
            var arrivals = new LinkedBlockingQueue<Long>();
            try (var subscription = other.live()
                    .subscribe(user, new Feed.OfSession(session.id()), new StartAt.Head(), new Noting(arrivals))) {
                subscription.awaitCaughtUp(Duration.ofSeconds(LIMIT_SECONDS));
                return crossing(arrivals, () -> {
                    one.threads()
                            .append(user, thread.id(), List.of(NewMessage.user(Words.QUESTION)), RequestKey.none());
                    return clock.committed();
                });
            }
        }
    }

    private Crossed bare(Place here, Place there) {
        var arrivals = new LinkedBlockingQueue<Long>();
        try (var telling = here.connect();
                var listening = there.connect();
                var notify = telling.prepareStatement("select pg_notify('crossing', ?)");
                var listen = listening.createStatement()) {
            listen.execute("listen crossing");
            var notifications = listening.unwrap(PGConnection.class);
            var thread = new Thread(() -> note(notifications, arrivals), "benchmark-listen");
            thread.setDaemon(true);
            thread.start();
            var count = new int[1];
            return crossing(arrivals, () -> {
                var begun = System.nanoTime();
                notify.setString(1, Integer.toString(count[0]++));
                notify.execute();
                return begun;
            });
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void note(PGConnection notifications, LinkedBlockingQueue<Long> arrivals) {
        try {
            while (true) {
                for (var arrived = notifications.getNotifications(0).length; arrived > 0; arrived--) {
                    arrivals.add(System.nanoTime());
                }
            }
        } catch (SQLException closed) {
            // Then nothing more comes.
        }
    }

    /** Sends one after the other without waiting for any. */
    private Crossed crossing(LinkedBlockingQueue<Long> arrivals, Sending sending) {
        try {
            send(arrivals, sending, effort.crossings() / 5);
            return send(arrivals, sending, effort.crossings());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Crossed send(LinkedBlockingQueue<Long> arrivals, Sending sending, int messages)
            throws SQLException, InterruptedException {
        var taken = new Samples();
        var sent = new long[messages];
        for (var i = 0; i < messages; i++) {
            sent[i] = sending.send();
            LockSupport.parkNanos(APART.toNanos());
        }
        for (var at : sent) {
            var arrived = arrivals.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (arrived == null) {
                break;
            }
            taken.add(arrived - at);
        }
        return new Crossed(taken, messages - taken.count() - arrivals.size());
    }

    private static void print(Table table, String name, Crossed crossed, Crossed beside) {
        table.row(
                name,
                Samples.readable(crossed.taken.p50()),
                Samples.readable(crossed.taken.p99()),
                Integer.toString(crossed.lost),
                Report.ratio(crossed.taken.p50(), beside.taken.p50()),
                Report.ratio(crossed.taken.p99(), beside.taken.p99()));
    }

    /** Sends one message; gives when it was durable, or was begun to be sent. */
    private interface Sending {

        long send() throws SQLException;
    }

    /** How long each took, in the order in which they were sent, which is the order of the log. */
    private record Crossed(Samples taken, int lost) {}

    /** Notes when each event came. */
    private record Noting(LinkedBlockingQueue<Long> arrivals) implements Listener {

        @Override
        public void hello(Cursor head) {
            // What comes from here on is noted.
        }

        @Override
        public void events(List<LiveEvent> events, Cursor through) {
            var now = System.nanoTime();
            events.forEach(event -> arrivals.add(now));
        }

        @Override
        public void gap(Gap gap) {
            throw new IllegalStateException("a gap in a log that nobody cleared");
        }

        @Override
        public void ended(StreamEnd end) {
            // With the node.
        }
    }
}
