package dev.chatsessions.core.live;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.Cursor;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.Listener;
import dev.chatsessions.live.LiveEvents;
import dev.chatsessions.live.Replay;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.live.Subscription;
import dev.chatsessions.spi.Observer;
import java.time.Duration;
import java.util.Locale;

/** Reads the logs without following them, as it is done within a host's transaction. Thread-safe as its transactions are. */
public final class Replays implements LiveEvents {

    private final Transactions transactions;

    private final Snapshots snapshots;

    private final Observer observer;

    /**
     * @param sharedExpiry when an unused shared session is over
     */
    public Replays(Transactions transactions, Duration sharedExpiry, Observer observer) {
        this(transactions, new Snapshots(sharedExpiry), observer);
    }

    Replays(Transactions transactions, Snapshots snapshots, Observer observer) {
        this.transactions = transactions;
        this.snapshots = snapshots;
        this.observer = observer;
    }

    /** Somebody is about to be told of a gap. */
    static void tell(Observer observer, Gap gap) {
        var reason = gap.reason().name().toLowerCase(Locale.ROOT);
        Quietly.run(observer, "observer", () -> observer.gap(reason));
    }

    @Override
    public Cursor head(Caller caller, Feed feed) {
        return transactions.read(Access.toRead(caller), stores -> {
            var target = Target.of(stores, caller, feed);
            var head = target.head(stores);
            return Cursor.of(target.scope(), head.epoch(), head.sequence());
        });
    }

    @Override
    public Replay replay(Caller caller, Feed feed, StartAt start, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new Invalid("limit", "must be 1 to 1000");
        }
        var replay = read(caller, feed, start, limit);
        if (replay instanceof Replay.Missed missed) {
            tell(observer, missed.gap());
        }
        return replay;
    }

    private Replay read(Caller caller, Feed feed, StartAt start, int limit) {
        return transactions.read(Access.toRead(caller), stores -> {
            var target = Target.of(stores, caller, feed);
            var head = target.head(stores);
            var from = LiveRules.start(start, target.scope(), head, target.clearedThrough(stores));
            if (from instanceof LiveRules.Lost lost) {
                return new Replay.Missed(snapshots.gap(stores, target, head, lost.reason()));
            }
            var after = ((LiveRules.From) from).sequence();
            var stretch = Stretch.read(stores, target.access(), target.scope(), after, limit);
            var through = stretch.through(head.sequence());
            var events = stretch.events().stream()
                    .flatMap(event -> Events.read(event).stream())
                    .filter(target::covers)
                    .toList();
            return new Replay.Complete(
                    events, Cursor.of(target.scope(), head.epoch(), through), through < head.sequence());
        });
    }

    @Override
    public Subscription subscribe(Caller caller, Feed feed, StartAt start, Listener listener) {
        throw new IllegalStateException("a transaction cannot be subscribed to; subscribe outside of it");
    }
}
