package dev.chatsessions.core;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.Caller;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads a feed at the pace of its reader and on the reader's own thread, which may block: for servers that write to each
 * client from a thread of its own. What is old is read page by page; from the log's end on it follows, and goes back to
 * pages where the reader falls behind. So nothing is left out, and little is kept for a reader that is slow.
 *
 * <p>For one thread. Nothing has to be closed before the first {@link #next}.
 */
public final class LiveReader implements AutoCloseable {

    private static final int PAGE = 50;

    private static final int MOST_WAITING = 64;

    private final LiveEvents live;

    private final Caller caller;

    private final Feed feed;

    private StartAt place;

    private Optional<Following> following = Optional.empty();

    private Optional<StreamEnd> end = Optional.empty();

    private LiveReader(LiveEvents live, Caller caller, Feed feed, StartAt place) {
        this.live = live;
        this.caller = caller;
        this.feed = feed;
        this.place = requireNonNull(place, "place");
    }

    /** Finds where to begin; the head is the log's at this call. NotFound or Gone unless the caller may read it. */
    public static LiveReader open(LiveEvents live, Caller caller, Feed feed, StartAt start) {
        var head = live.head(caller, feed);
        return new LiveReader(live, caller, feed, start instanceof StartAt.Head ? new StartAt.After(head) : start);
    }

    /** Where to resume after all that was read so far; empty where nothing was, and it began with the oldest event. */
    public Optional<Cursor> place() {
        return place instanceof StartAt.After after ? Optional.of(after.cursor()) : Optional.empty();
    }

    /** Why there is nothing more to come; empty as long as there may be. */
    public Optional<StreamEnd> end() {
        return end;
    }

    /**
     * What comes next: at once where there is something, else when it happens. Without events when {@code limit} has
     * passed, at the {@link #end}, and when the thread is interrupted, which is an end of its own: CLOSING. Fails as
     * {@link LiveEvents#replay} does.
     */
    public Replay next(Duration limit) {
        while (end.isEmpty()) {
            var read = following.isPresent() ? told(following.get(), limit) : page();
            if (read.isPresent()) {
                place = new StartAt.After(after(read.get()));
                return read.get();
            }
        }
        return nothing();
    }

    /** Follows no more. */
    @Override
    public void close() {
        following.ifPresent(Following::leave);
        following = Optional.empty();
        end = end.or(() -> Optional.of(StreamEnd.CLOSING));
    }

    /** Empty at the log's end, from where it is followed. */
    private Optional<Replay> page() {
        var page = live.replay(caller, feed, place, PAGE);
        if (page instanceof Replay.Complete read && read.events().isEmpty() && !read.more()) {
            place = new StartAt.After(read.next());
            following = Optional.of(Following.from(live, caller, feed, place));
            return Optional.empty();
        }
        return Optional.of(page);
    }

    /** Empty where there is nothing more to be told here. */
    private Optional<Replay> told(Following followed, Duration limit) {
        var told = followed.next(limit);
        if (told instanceof Told.News news) {
            return Optional.of(news.what());
        }
        if (told instanceof Told.Silence) {
            return Optional.of(nothing());
        }
        followed.leave();
        following = Optional.empty();
        end = told instanceof Told.Over over ? Optional.of(over.why()) : Optional.empty();
        return Optional.empty();
    }

    private Replay nothing() {
        return new Replay.Complete(List.of(), place().orElseGet(() -> live.head(caller, feed)), false);
    }

    private static Cursor after(Replay read) {
        return read instanceof Replay.Missed missed ? missed.gap().head() : ((Replay.Complete) read).next();
    }

    private sealed interface Told {

        record News(Replay what) implements Told {}

        record Silence() implements Told {}

        /** More came than is kept; it stands in the log. */
        record Behind() implements Told {}

        record Over(StreamEnd why) implements Told {}
    }

    /** What was told and not yet read: a little news, and at last, and always, why there is no more. */
    private static final class Following implements Listener {

        private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

        private Optional<Subscription> subscription = Optional.empty();

        /** Used by the thread that tells. */
        private boolean behind;

        static Following from(LiveEvents live, Caller caller, Feed feed, StartAt place) {
            var following = new Following();
            following.subscription = Optional.of(live.subscribe(caller, feed, place, following));
            return following;
        }

        Told next(Duration limit) {
            try {
                var next = told.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
                return next == null ? new Told.Silence() : next;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return new Told.Over(StreamEnd.CLOSING);
            }
        }

        void leave() {
            subscription.ifPresent(Subscription::close);
        }

        @Override
        public void hello(Cursor head) {}

        @Override
        public void events(List<LiveEvent> events, Cursor through) {
            keep(new Replay.Complete(events, through, false));
        }

        @Override
        public void gap(Gap gap) {
            keep(new Replay.Missed(gap));
        }

        @Override
        public void ended(StreamEnd why) {
            if (!behind) {
                told.add(new Told.Over(why));
            }
        }

        private void keep(Replay news) {
            if (behind) {
                return;
            }
            behind = told.size() >= MOST_WAITING;
            told.add(behind ? new Told.Behind() : new Told.News(news));
        }
    }
}
