package dev.chatsessions.core.live;

import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.GapReason;
import dev.chatsessions.live.StreamEnd;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionEvent;
import dev.chatsessions.spi.EventLog.LogHead;
import dev.chatsessions.spi.LoggedEvent;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.thread.ThreadEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads one log for all its local subscribers: woken, it reads what comes after the one furthest behind, and tells each what
 * is new to it. One reading at a time, whoever wakes it how often. What it is handed is not read where it continues what
 * everybody was told. Thread-safe.
 */
final class Follower {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private static final int BATCH = 500;

    private final LogScope scope;

    private final Transactions.Bound transactions;

    private final Snapshots snapshots;

    private final Executor executor;

    private final Observer observer;

    private final Waiters waiters = new Waiters();

    private final CopyOnWriteArrayList<Subscriber> subscribers = new CopyOnWriteArrayList<>();

    private final Handed handed = new Handed();

    /** How often it was woken since the running reading began; 0 while none runs. */
    private final AtomicInteger wakings = new AtomicInteger();

    /** Whether the end may have been read, or may lie before all that is read, and the log was not yet read to its head. */
    private boolean mayBeOver;

    /** Up to where the log was told, to those who were there. */
    private Cursor told;

    private volatile boolean closing;

    Follower(LogScope scope, Transactions transactions, Snapshots snapshots, Executor executor, Observer observer) {
        this.scope = scope;
        this.transactions = transactions.on(rightTo(scope));
        this.snapshots = snapshots;
        this.executor = executor;
        this.observer = observer;
        this.told = Cursor.of(scope, 0, 0);
    }

    /** To no more than the log and what it tells of. */
    private static SessionAccess rightTo(LogScope scope) {
        if (scope instanceof LogScope.OfUser of) {
            return new SessionAccess.Owner(of.user());
        }
        return scope instanceof LogScope.OfWorker of
                ? new SessionAccess.Answering(of.worker())
                : new SessionAccess.Guest(((LogScope.OfSession) scope).session());
    }

    /** The log that is followed. */
    LogScope scope() {
        return scope;
    }

    /**
     * What was read: events after some place, how the log stands, and whether it is over.
     *
     * @param age of the first that is new
     */
    private record Reading(
            LogHead head, List<LiveEvent> events, Cursor through, Optional<StreamEnd> end, Optional<Duration> age) {

        /** The same for everybody, so that it is made once for however many listen. */
        static Reading of(
                LogHead head, List<LiveEvent> events, long through, Optional<StreamEnd> end, Optional<Duration> age) {
            return new Reading(head, events, Cursor.of(head.scope(), head.epoch(), through), end, age);
        }
    }

    void join(Subscriber subscriber) {
        subscribers.add(subscriber);
        wake();
    }

    void leave(Subscriber subscriber) {
        subscribers.remove(subscriber);
    }

    boolean isEmpty() {
        return subscribers.isEmpty();
    }

    int size() {
        return subscribers.size();
    }

    Waiters waiters() {
        return waiters;
    }

    LogHead head(Target target) {
        return transactions.read(target::head);
    }

    /** Has the log read, soon. */
    void wake() {
        handed.missSome();
        begin();
    }

    /** Has everybody told of what was written here; where that is nothing that can be handed over, the log is read. */
    void hand(List<LoggedEvent> written) {
        handed.add(written);
        begin();
    }

    private void begin() {
        if (wakings.getAndIncrement() == 0) {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException closing) {
                wakings.set(0);
            }
        }
    }

    private void run() {
        int seen;
        do {
            seen = wakings.get();
            Quietly.run(observer, "live", this::readOn);
        } while (!wakings.compareAndSet(seen, 0));
    }

    private void readOn() {
        if (!closing && tellHanded()) {
            return;
        }
        for (var more = true; more && !closing && !subscribers.isEmpty(); ) {
            // Whoever joins during the reading is told by the next one: it may be further behind than this one looked.
            var present = List.copyOf(subscribers);
            mayBeOver |= present.stream().anyMatch(subscriber -> !subscriber.isGreeted());
            var reading = transactions.read(stores -> read(stores, present));
            tell(present, reading);
            more = reading.through().sequence() < reading.head().sequence();
            mayBeOver = more && (mayBeOver || hintsAtEnd(reading.events()));
        }
        if (closing) {
            endAll();
        }
    }

    /** Whether there was nothing to be read, as everybody was told of everything up to what was handed over. */
    private boolean tellHanded() {
        var written = handed.takeAfter(told.sequence());
        var present = List.copyOf(subscribers);
        if (written.isEmpty() || !present.stream().allMatch(subscriber -> subscriber.isAt(told))) {
            return false;
        }
        var fresh = written.get().events();
        if (!fresh.isEmpty()) {
            var through = told.at(told.sequence() + fresh.size());
            var head = new LogHead(scope, through.epoch(), through.sequence());
            var waited = Optional.of(written.get().waited());
            tell(present, new Reading(head, known(fresh), through, Optional.empty(), waited));
        }
        return true;
    }

    private void tell(List<Subscriber> present, Reading reading) {
        for (var subscriber : present) {
            tell(subscriber, reading);
        }
        told = reading.through();
        reading.age().ifPresent(age -> Quietly.run(observer, "observer", () -> observer.told(scope, age)));
    }

    private static List<LiveEvent> known(List<LoggedEvent> logged) {
        return logged.stream().flatMap(event -> Events.read(event).stream()).toList();
    }

    private static boolean hintsAtEnd(List<LiveEvent> events) {
        return events.stream().anyMatch(SessionEvent.SessionChanged.class::isInstance);
    }

    private Reading read(Stores stores, List<Subscriber> present) {
        var after = present.stream().mapToLong(Subscriber::position).min().orElse(0);
        var found = stores.events().head(ANY, scope);
        if (found.isEmpty()) {
            // A user's or worker's log may not have begun; one that had was erased.
            var isGone = scope instanceof LogScope.OfSession || present.stream().anyMatch(Subscriber::hasBegun);
            var end = Optional.of(StreamEnd.DELETED).filter(any -> isGone);
            return Reading.of(new LogHead(scope, 0, 0), List.of(), 0, end, Optional.empty());
        }
        var head = found.get();
        var stretch = Stretch.read(stores, ANY, scope, after, BATCH);
        var through = stretch.through(Math.max(head.sequence(), after));
        var events = known(stretch.events());
        return Reading.of(head, events, through, end(stores, head, events, through), age(stores, stretch, present));
    }

    /** By the storage's clock, of what is new to those who were told of all before it; what others catch up on is old. */
    private Optional<Duration> age(Stores stores, Stretch stretch, List<Subscriber> present) {
        return stretch.events().stream()
                .filter(event -> event.sequence() > told.sequence())
                .findFirst()
                .filter(fresh -> present.stream().anyMatch(subscriber -> subscriber.isAt(told)))
                .map(fresh -> Duration.between(fresh.at(), stores.now()));
    }

    /** Whether the log is over and has been read to its end. */
    private Optional<StreamEnd> end(Stores stores, LogHead head, List<LiveEvent> events, long through) {
        var asked = mayBeOver || hintsAtEnd(events);
        if (!asked || through < head.sequence() || !(scope instanceof LogScope.OfSession of)) {
            return Optional.empty();
        }
        return stores.sessions()
                .find(ANY, of.session())
                .filter(Session::hasEnded)
                .map(session -> StreamEnd.SESSION_ENDED);
    }

    private void tell(Subscriber subscriber, Reading reading) {
        try {
            if (subscriber.isOver()) {
                subscribers.remove(subscriber);
                return;
            }
            if (reading.end().filter(end -> end == StreamEnd.DELETED).isPresent()) {
                leave(subscriber);
                subscriber.end(StreamEnd.DELETED);
                return;
            }
            if (!subscriber.isGreeted()) {
                subscriber.greet(reading.through().at(reading.head().sequence()));
            }
            if (subscriber.isOfOtherLife(reading.head().epoch())) {
                var gap = gap(subscriber, GapReason.EPOCH);
                Replays.tell(observer, gap);
                subscriber.tell(gap);
            }
            subscriber.tell(reading.events(), reading.through());
            endOf(subscriber, reading).ifPresent(end -> {
                leave(subscriber);
                subscriber.end(end);
            });
        } catch (Throwable failure) {
            // A listener that throws harms nobody but itself.
            leave(subscriber);
            subscriber.close();
            Quietly.tell(observer, "listener", failure);
        }
    }

    private Gap gap(Subscriber subscriber, GapReason reason) {
        return transactions.read(stores ->
                snapshots.gap(stores, subscriber.target(), subscriber.target().head(stores), reason));
    }

    private static Optional<StreamEnd> endOf(Subscriber subscriber, Reading reading) {
        var thread = subscriber.target().thread();
        var deleted = thread.isPresent()
                && reading.events().stream()
                        .anyMatch(event -> event instanceof ThreadEvent.ThreadDeleted of
                                && of.thread().equals(thread.get()));
        return deleted ? Optional.of(StreamEnd.DELETED) : reading.end();
    }

    /** Has everybody told, soon and after what they are just being told, that this node goes away. */
    void close() {
        closing = true;
        wake();
    }

    private void endAll() {
        for (var subscriber : subscribers) {
            leave(subscriber);
            Quietly.run(observer, "listener", () -> subscriber.end(StreamEnd.CLOSING));
        }
    }
}
