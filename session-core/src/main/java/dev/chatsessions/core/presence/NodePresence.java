package dev.chatsessions.core.presence;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.ClientId;
import dev.chatsessions.SessionId;
import dev.chatsessions.core.session.Activity;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.presence.Attendance;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.PresenceStore.StoredPresence;
import dev.chatsessions.spi.SessionAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * The connections that this node holds. However many they are and whatever they do, the node writes once in each of its
 * rounds that they last: one lease stands for all. Thread-safe.
 */
public final class NodePresence implements AutoCloseable {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private static final int BATCH = 200;

    private final Transactions transactions;

    private final IdSource ids;

    private final Attending attending;

    private final PresenceSettings settings;

    private final Observer observer;

    private final Runnable onFirstUse;

    private final Map<UUID, Seat> seats = new ConcurrentHashMap<>();

    private final Set<Seat> left = ConcurrentHashMap.newKeySet();

    private final Uses uses = new Uses();

    /** Under which this node's lease is kept. Another one once others found the lease over and told of its clients. */
    private volatile UUID node;

    public NodePresence(
            Transactions transactions,
            IdSource ids,
            PresenceSettings settings,
            Observer observer,
            Runnable onFirstUse) {
        this.transactions = transactions;
        this.ids = ids;
        this.attending = new Attending(settings);
        this.settings = settings;
        this.observer = observer;
        this.onFirstUse = onFirstUse;
        this.node = ids.next();
    }

    Attendance enter(SessionAccess access, Client wanted) {
        onFirstUse.run();
        var seat = new Seat(ids.next(), wanted);
        if (seats.isEmpty()) {
            // While nobody was there the lease was not renewed, and may end any moment.
            node = ids.next();
        }
        var holder = node;
        transactions.run(access, writing -> Activity.in(writing, kept(writing, access, seat, holder)));
        seat.heldBy(holder);
        seats.put(seat.id(), seat);
        if (!seat.isOf(node)) {
            // The node took another lease meanwhile, and may not have seen this one among those that it kept anew.
            keepAnew(seat);
        }
        return seat;
    }

    private Session kept(Writing writing, SessionAccess access, Seat seat, UUID holder) {
        var session = attending.enter(writing, access, seat.stored(holder, writing.now()), leftOf(seat.session()));
        writing.stores().presence().begin(holder, leaseEnd(writing));
        return session;
    }

    /** Those that left and were not written yet, in the order in which a round writes them. */
    private List<UUID> leftOf(SessionId session) {
        return left.stream()
                .filter(seat -> seat.session().equals(session))
                .map(Seat::id)
                .sorted()
                .toList();
    }

    /** Once each round: writes that the lease lasts, who left, and which sessions are used. */
    public void round() {
        round(settings.activityEvery());
    }

    private void round(Duration usesEvery) {
        if (seats.isEmpty() && left.isEmpty() && uses.isEmpty()) {
            return;
        }
        var heard = uses.take();
        Renewal renewal;
        try {
            renewal = transactions.own().write(this::renewed);
        } catch (RuntimeException away) {
            heard.forEach(uses::hear);
            throw away;
        }
        uses.keep(heard, renewal.at());
        if (!renewal.lasts()) {
            beginAnew();
        }
        writeEach(left, Comparator.comparing(Seat::id), this::writeLeft);
        var due = usesEvery.isZero() ? uses.all() : uses.due(renewal.at());
        writeEach(
                due,
                Comparator.comparing(use -> use.session().toString()),
                (writing, batch) -> writeUses(writing, batch, usesEvery));
    }

    private Renewal renewed(Writing writing) {
        var now = writing.now();
        return new Renewal(now, writing.stores().presence().renew(node, now, leaseEnd(writing)));
    }

    private Runnable writeLeft(Writing writing, List<Seat> batch) {
        batch.forEach(seat -> writing.stores().presence().leave(seat.session(), seat.id(), writing.now()));
        return () -> batch.forEach(left::remove);
    }

    private Runnable writeUses(Writing writing, List<Uses.Use> batch, Duration every) {
        var outcomes = new HashMap<Uses.Use, Optional<Instant>>();
        batch.forEach(use -> outcomes.put(use, attending.use(writing, use.session(), use.at(), every)));
        return () -> outcomes.forEach(
                (use, again) -> again.ifPresentOrElse(due -> uses.later(use, due), () -> uses.noted(use)));
    }

    /** Some at a time, and in an order, as they are locked by it. What was not written is due again in the next round. */
    private <T> void writeEach(Collection<T> due, Comparator<T> order, BiFunction<Writing, List<T>, Runnable> write) {
        var all = due.stream().sorted(order).toList();
        for (var from = 0; from < all.size(); from += BATCH) {
            var batch = all.subList(from, Math.min(from + BATCH, all.size()));
            transactions.own().write(writing -> write.apply(writing, batch)).run();
        }
    }

    /** Everybody here has left by what others know, and comes in again. */
    private void beginAnew() {
        node = ids.next();
        for (var seat : seats.values()) {
            Quietly.runEach(observer, "presence", () -> keepAnew(seat));
        }
    }

    /** What was kept under the lost lease is over for everybody, and taken away by this. */
    private void keepAnew(Seat seat) {
        var holder = node;
        try {
            transactions.own().run(writing -> kept(writing, ANY, seat, holder));
            seat.heldBy(holder);
        } catch (Unavailable away) {
            throw away;
        } catch (ChatSessionsException over) {
            seats.remove(seat.id());
        }
    }

    private Instant leaseEnd(Writing writing) {
        return writing.now().plus(settings.lease());
    }

    /** Everybody leaves; those who come back in time, to whatever node, have not. What was used is noted, however lately. */
    @Override
    public void close() {
        seats.values().forEach(Seat::close);
        Quietly.run(observer, "presence", () -> round(Duration.ZERO));
    }

    /** When the lease was renewed, unless it was over by then. */
    private record Renewal(Instant at, boolean lasts) {}

    /** Whose connection to what. */
    record Client(SessionId session, String caller, ClientId client) {}

    private final class Seat implements Attendance {

        private final UUID id;

        private final Client of;

        private volatile Optional<UUID> holder = Optional.empty();

        Seat(UUID id, Client of) {
            this.id = id;
            this.of = of;
        }

        UUID id() {
            return id;
        }

        SessionId session() {
            return of.session();
        }

        StoredPresence stored(UUID by, Instant now) {
            return new StoredPresence(id, of.session(), by, of.caller(), of.client(), now, Optional.empty());
        }

        void heldBy(UUID by) {
            holder = Optional.of(by);
        }

        boolean isOf(UUID current) {
            return holder.filter(current::equals).isPresent();
        }

        @Override
        public void active() {
            uses.hear(of.session());
        }

        @Override
        public void close() {
            if (seats.remove(id, this)) {
                left.add(this);
            }
        }
    }
}
