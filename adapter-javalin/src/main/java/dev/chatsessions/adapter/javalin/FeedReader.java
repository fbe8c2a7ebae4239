package dev.chatsessions.adapter.javalin;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.Listener;
import dev.chatsessions.live.LiveEvents;
import dev.chatsessions.live.Replay;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.live.StreamEnd;
import dev.chatsessions.live.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a feed for one connection at the connection's own pace. What is old is read page by page, the next one when the
 * last was taken; at the log's end it subscribes; when the reader falls behind it goes back to pages. So nothing is
 * dropped, and no more waits for a reader than its connection allows and one frame. Thread-safe.
 */
final class FeedReader {

    private static final Logger FAILURES = LoggerFactory.getLogger("dev.chatsessions.http");

    private static final int LARGEST_PAGE = 50;

    private final LiveEvents live;

    private final Caller caller;

    private final Feed feed;

    private final LiveConnection connection;

    private final LiveSink sink;

    private final Executor executor;

    /** How many events to read at once; used by one reading at a time. */
    private volatile int page = LARGEST_PAGE;

    private Optional<Follower> current = Optional.empty();

    private volatile boolean stopped;

    /** What to do at the log's end in place of following it. */
    private volatile Optional<Runnable> whenRead = Optional.empty();

    FeedReader(LiveEvents live, Caller caller, Feed feed, LiveConnection connection, LiveSink sink, Executor executor) {
        this.live = live;
        this.caller = caller;
        this.feed = feed;
        this.connection = connection;
        this.sink = sink;
        this.executor = executor;
    }

    /** Says where the log ends, then reads from {@code start} on. */
    void begin(Cursor head, StartAt start) {
        connection.whenClosed(this::unfollow);
        sink.hello(head);
        if (start instanceof StartAt.After after && after.cursor().at(0).equals(head.at(0))) {
            connection.missed(Math.max(0, head.sequence() - after.cursor().sequence()));
        }
        read(start instanceof StartAt.Head ? new StartAt.After(head) : start);
    }

    /** Reads from {@code start} to where the log ends now, then runs {@code step}. */
    void readThrough(StartAt start, Runnable step) {
        whenRead = Optional.of(step);
        read(start);
    }

    /** Reads no more. What is being told is not waited for. */
    void stop() {
        stopped = true;
        unfollow();
    }

    private void read(StartAt start) {
        try {
            var from = start;
            while (!stopped && !connection.isOver()) {
                if (connection.isFull()) {
                    readLater(from);
                    return;
                }
                var replay = live.replay(caller, feed, from, page);
                var through = replay instanceof Replay.Missed missed
                        ? deliver(missed.gap())
                        : deliver((Replay.Complete) replay);
                from = new StartAt.After(through);
                if (replay instanceof Replay.Complete read && !read.more() && through.equals(read.next())) {
                    goOn(from);
                    return;
                }
            }
        } catch (Unavailable away) {
            FAILURES.warn("a stream was cut short", away);
            connection.end(Ending.FAILED);
        } catch (ChatSessionsException gone) {
            sink.ended(StreamEnd.DELETED);
        } catch (RuntimeException failed) {
            FAILURES.error("a stream failed", failed);
            connection.end(Ending.FAILED);
        }
    }

    private void goOn(StartAt from) {
        if (whenRead.isPresent()) {
            whenRead.get().run();
        } else {
            follow(from);
        }
    }

    private void readLater(StartAt from) {
        connection.whenDrained(() -> executor.execute(() -> read(from)));
    }

    private Cursor deliver(Gap gap) {
        sink.gap(gap);
        return gap.head();
    }

    /** Delivers as much as there is room for, and learns how much to read the next time. */
    private Cursor deliver(Replay.Complete read) {
        var delivered = connection.together(() -> tellWhileThereIsRoom(read));
        if (delivered < read.events().size()) {
            page = delivered;
            return read.after(read.events().get(delivered - 1));
        }
        page = Math.min(LARGEST_PAGE, page * 2);
        return read.next();
    }

    /** Gives how many events were told; at least one where there is one. */
    private int tellWhileThereIsRoom(Replay.Complete read) {
        var told = 0;
        for (var event : read.events()) {
            if (told > 0 && connection.isFull()) {
                break;
            }
            sink.events(List.of(event), read.after(event));
            told++;
        }
        return told;
    }

    private void follow(StartAt from) {
        var follower = new Follower();
        synchronized (this) {
            if (stopped) {
                return;
            }
            current = Optional.of(follower);
        }
        follower.hold(live.subscribe(caller, feed, from, follower));
    }

    private void unfollow() {
        Optional<Follower> left;
        synchronized (this) {
            left = current;
            current = Optional.empty();
        }
        left.ifPresent(Follower::leave);
    }

    /** One subscription; deaf once it was left, also where it was left before it was held. */
    private final class Follower implements Listener {

        private Optional<Subscription> subscription = Optional.empty();

        private boolean left;

        void hold(Subscription made) {
            synchronized (this) {
                subscription = Optional.of(made);
                if (!left && !connection.isOver()) {
                    return;
                }
            }
            made.close();
        }

        void leave() {
            Optional<Subscription> held;
            synchronized (this) {
                left = true;
                held = subscription;
            }
            held.ifPresent(Subscription::close);
        }

        private synchronized boolean isLeft() {
            return left;
        }

        @Override
        public void hello(Cursor head) {
            // The stream began with a hello of its own.
        }

        @Override
        public void events(List<LiveEvent> events, Cursor through) {
            connection.together(() -> tellWhileThereIsRoom(events, through)).ifPresent(told -> {
                unfollow();
                readLater(new StartAt.After(told));
            });
        }

        /** Gives how far it came when there was no more room. */
        private Optional<Cursor> tellWhileThereIsRoom(List<LiveEvent> events, Cursor through) {
            for (var event : events) {
                if (isLeft()) {
                    break;
                }
                var here = through.at(event.sequence());
                sink.events(List.of(event), here);
                if (connection.isFull()) {
                    return Optional.of(here);
                }
            }
            return Optional.empty();
        }

        @Override
        public void gap(Gap gap) {
            if (!isLeft()) {
                sink.gap(gap);
            }
        }

        @Override
        public void ended(StreamEnd end) {
            if (!isLeft()) {
                sink.ended(end);
            }
        }
    }
}
