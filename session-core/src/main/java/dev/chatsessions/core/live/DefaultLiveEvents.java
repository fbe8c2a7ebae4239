package dev.chatsessions.core.live;

import dev.chatsessions.Caller;
import dev.chatsessions.Cursor;
import dev.chatsessions.LogScope;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Bell;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.Listener;
import dev.chatsessions.live.LiveEvents;
import dev.chatsessions.live.Replay;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.live.StreamEnd;
import dev.chatsessions.live.Subscription;
import dev.chatsessions.spi.LiveSignal;
import dev.chatsessions.spi.Observer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Replays and follows the logs; one follower per log that somebody here listens to. Thread-safe. */
public final class DefaultLiveEvents implements LiveEvents, AutoCloseable {

    private final Transactions transactions;

    private final Snapshots snapshots;

    private final Replays replays;

    private final Executor executor;

    private final Observer observer;

    private final Runnable onFirstUse;

    private final Map<LogScope, Follower> followers = new ConcurrentHashMap<>();

    private final LiveSignal.Registration registration;

    private volatile boolean closed;

    /**
     * @param sharedExpiry when an unused shared session is over
     */
    public DefaultLiveEvents(
            Transactions transactions,
            Duration sharedExpiry,
            Bell bell,
            Executor executor,
            Observer observer,
            Runnable onFirstUse) {
        this.transactions = transactions;
        this.snapshots = new Snapshots(sharedExpiry);
        this.replays = new Replays(transactions, snapshots, observer);
        this.executor = executor;
        this.observer = observer;
        this.onFirstUse = onFirstUse;
        this.registration = bell.listen(new Bell.Listener() {
            @Override
            public void written(Writing writing) {
                hand(writing);
            }

            @Override
            public void grown(Set<LogScope> logs) {
                wake(logs);
            }

            @Override
            public void missed() {
                poll();
            }
        });
    }

    @Override
    public Cursor head(Caller caller, Feed feed) {
        return replays.head(caller, feed);
    }

    @Override
    public Replay replay(Caller caller, Feed feed, StartAt start, int limit) {
        return replays.replay(caller, feed, start, limit);
    }

    @Override
    public Subscription subscribe(Caller caller, Feed feed, StartAt start, Listener listener) {
        onFirstUse.run();
        var beginning = transactions.read(Access.toRead(caller), stores -> {
            var target = Target.of(stores, caller, feed);
            var head = target.head(stores);
            var from = LiveRules.start(start, target.scope(), head, target.clearedThrough(stores));
            return from instanceof LiveRules.Lost lost
                    ? new Beginning(
                            target,
                            head.epoch(),
                            head.sequence(),
                            Optional.of(snapshots.gap(stores, target, head, lost.reason())))
                    : new Beginning(target, head.epoch(), ((LiveRules.From) from).sequence(), Optional.empty());
        });
        beginning.gap().ifPresent(gap -> Replays.tell(observer, gap));
        return join(beginning, listener);
    }

    /** Where a subscription begins: after a place in the log, or after a gap. */
    private record Beginning(Target target, long epoch, long position, Optional<Gap> gap) {}

    private Subscription join(Beginning beginning, Listener listener) {
        var joined = new Subscriber[1];
        followers.compute(beginning.target().scope(), (scope, there) -> {
            var follower = there == null ? new Follower(scope, transactions, snapshots, executor, observer) : there;
            var target = beginning.target().sharing(follower.scope());
            joined[0] = new Subscriber(
                    target, listener, follower, beginning.epoch(), beginning.position(), beginning.gap());
            follower.join(joined[0]);
            return follower;
        });
        if (closed) {
            // Nobody is left who would tell it.
            joined[0].end(StreamEnd.CLOSING);
            joined[0].close();
        }
        tellObserver();
        return joined[0];
    }

    private void hand(Writing writing) {
        for (var scope : writing.grown()) {
            var follower = followers.get(scope);
            if (follower != null) {
                follower.hand(writing.deltas(scope));
            }
        }
    }

    private void wake(Set<LogScope> grown) {
        for (var scope : grown) {
            var follower = followers.get(scope);
            if (follower != null) {
                follower.wake();
            }
        }
    }

    /** Reads every followed log, in case a ring was lost, and forgets those that nobody follows any more. */
    public void poll() {
        for (var scope : followers.keySet()) {
            var kept = followers.computeIfPresent(scope, (same, follower) -> follower.isEmpty() ? null : follower);
            if (kept != null) {
                kept.wake();
            }
        }
        tellObserver();
    }

    private void tellObserver() {
        var now = followers.values().stream().mapToInt(Follower::size).sum();
        Quietly.run(observer, "observer", () -> observer.subscribers(now));
    }

    @Override
    public void close() {
        closed = true;
        registration.close();
        followers.values().forEach(Follower::close);
        followers.clear();
    }
}
