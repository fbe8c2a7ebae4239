package dev.chatsessions.core.live;

import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.Listener;
import dev.chatsessions.live.StreamEnd;
import dev.chatsessions.live.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One listener and how far it was told. Told by its follower only, one call at a time; waited on and closed by anybody.
 * Thread-safe.
 */
final class Subscriber implements Subscription {

    private final Target target;

    private final Listener listener;

    private final Follower follower;

    private final Optional<Gap> firstGap;

    private volatile long epoch;

    private volatile long position;

    private volatile boolean greeted;

    private volatile boolean over;

    Subscriber(Target target, Listener listener, Follower follower, long epoch, long position, Optional<Gap> firstGap) {
        this.target = target;
        this.listener = listener;
        this.follower = follower;
        this.epoch = epoch;
        this.position = position;
        this.firstGap = firstGap;
    }

    Target target() {
        return target;
    }

    boolean isOver() {
        return over;
    }

    boolean isGreeted() {
        return greeted;
    }

    /** Whether it was told of another life of the log than this one; a log that had not begun had none. */
    boolean isOfOtherLife(long current) {
        if (epoch == 0) {
            epoch = current;
        }
        return epoch != current;
    }

    /** Whether the log had begun when it was last told, or began to listen. */
    boolean hasBegun() {
        return epoch != 0;
    }

    /** Whether it was told of everything up to this place, and of nothing after it. */
    boolean isAt(Cursor place) {
        return greeted && epoch == place.epoch() && position == place.sequence();
    }

    long position() {
        return position;
    }

    /** The first calls: how far the log reaches, and what was missed before this began. */
    void greet(Cursor head) {
        greeted = true;
        listener.hello(head);
        firstGap.ifPresent(listener::gap);
    }

    void tell(Gap gap) {
        listener.gap(gap);
        advanceTo(gap.head().epoch(), gap.head().sequence());
    }

    /** Tells what is new to it of events that were read up to {@code through}. */
    void tell(List<LiveEvent> events, Cursor through) {
        if (through.epoch() != epoch || through.sequence() <= position || isOver()) {
            return;
        }
        var mine = events.stream()
                .filter(event -> event.sequence() > position && target.covers(event))
                .toList();
        if (!mine.isEmpty()) {
            listener.events(mine, through);
        }
        advanceTo(epoch, through.sequence());
    }

    void end(StreamEnd end) {
        if (finish()) {
            if (!greeted) {
                // It was over before it began; whoever listens is told both.
                greet(Cursor.of(target.scope(), epoch, position));
            }
            listener.ended(end);
        }
    }

    private void advanceTo(long newEpoch, long through) {
        epoch = newEpoch;
        position = through;
        follower.waiters().look();
    }

    /** Whether it was not over until now. */
    private boolean finish() {
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
        }
        follower.waiters().look();
        return true;
    }

    @Override
    public boolean awaitCaughtUp(Duration limit) {
        var head = follower.head(target).sequence();
        return follower.waiters().await(() -> position >= head || over, limit);
    }

    @Override
    public void close() {
        finish();
        follower.leave(this);
    }
}
