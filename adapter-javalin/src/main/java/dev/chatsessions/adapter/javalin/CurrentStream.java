package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import dev.chatsessions.ThreadId;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.GapReason;
import dev.chatsessions.live.Replay;
import dev.chatsessions.live.Snapshot;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.live.StreamEnd;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.webhook.WebhookEvent;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said in a user's current conversation, whichever that is. It follows the user's log and one conversation; when
 * another one becomes current, it tells the one that it leaves to its end and the next from its start. Changes are made one
 * after the other, in the order of the user's log. Thread-safe.
 */
final class CurrentStream implements LiveSink {

    private static final Logger FAILURES = LoggerFactory.getLogger("dev.chatsessions.http");

    private final ChatSessions chat;

    private final Caller caller;

    private final Feed.OfUser feed;

    private final LiveConnection connection;

    private final Executor executor;

    /** What became current and is not told yet; the first of them is being seen to. */
    private final Queue<Change> changes = new ArrayDeque<>();

    private CurrentPlace place;

    private Optional<ConversationReader> reader = Optional.empty();

    CurrentStream(ChatSessions chat, Caller caller, Feed.OfUser feed, LiveConnection connection, Executor executor) {
        this.chat = chat;
        this.caller = caller;
        this.feed = feed;
        this.connection = connection;
        this.executor = executor;
        this.place = new CurrentPlace(chat.live().head(caller, feed), Optional.empty());
    }

    /**
     * What became current.
     *
     * @param thread empty when nothing is
     */
    private record Change(Cursor at, Optional<ThreadId> thread) {}

    /** Goes on from a place; without one, or from one that is not the user's, tells what is current now. */
    void begin(Optional<CurrentPlace> wanted, Optional<GapReason> missed) {
        var head = place.user();
        var known = wanted.filter(this::isOurs);
        if (known.isPresent()) {
            place = known.get();
            connection.tell(place.toString(), frameOf("connected"));
            place.told().ifPresent(told -> follow(told.thread(), new StartAt.After(told.through())));
        } else {
            // Whoever breaks off here begins anew, so there is no place yet.
            connection.tell("", frameOf("connected"));
            missed.or(() -> wanted.map(foreign -> GapReason.FOREIGN))
                    .ifPresent(reason -> connection.tell("", frameOf("gap").put("reason", Words.of(reason))));
            chat.webhooks().current(caller).ifPresent(now -> show(now.thread().id()));
        }
        new FeedReader(chat.live(), caller, feed, connection, this, executor)
                .begin(head, new StartAt.After(place.user()));
    }

    private boolean isOurs(CurrentPlace wanted) {
        return wanted.user().isIn(scope()) && wanted.told().map(this::isOurs).orElse(true);
    }

    private boolean isOurs(CurrentPlace.Told told) {
        try {
            chat.webhooks().find(caller, told.thread());
            return true;
        } catch (NotFound | Gone notTheirs) {
            return false;
        }
    }

    /** Tells the newest messages of a conversation, and follows it. */
    private void show(ThreadId thread) {
        try {
            var start = new StartAt.Unreadable();
            var now = ((Replay.Missed) chat.live().replay(caller, new Feed.OfThread(thread), start, 1)).gap();
            synchronized (this) {
                changedTo(thread, now.head().at(0));
                snapshot(thread, now);
            }
            follow(thread, new StartAt.After(now.head()));
        } catch (NotFound | Gone deletedMeanwhile) {
            // Then nothing is current, until the user's log says what is.
        }
    }

    private void follow(ThreadId thread, StartAt start) {
        var next = new ConversationReader(thread);
        synchronized (this) {
            reader = Optional.of(next);
        }
        next.follow(start);
    }

    @Override
    public void hello(Cursor head) {
        // This stream begins with the document's first frame.
    }

    @Override
    public synchronized void events(List<LiveEvent> events, Cursor through) {
        for (var event : events) {
            var at = through.at(event.sequence());
            if (event instanceof WebhookEvent.CurrentChanged changed) {
                change(new Change(at, Optional.of(changed.thread())));
            } else if (changes.isEmpty()) {
                place = new CurrentPlace(at, place.told());
            }
        }
    }

    @Override
    public synchronized void gap(Gap gap) {
        frame(frameOf("gap").put("reason", Words.of(gap.reason())));
        var now = (Snapshot.OfUser) gap.snapshot();
        change(new Change(gap.head(), now.current().map(ChatThread::id)));
    }

    private void change(Change change) {
        changes.add(change);
        if (changes.size() == 1) {
            turnLater();
        }
    }

    private void turnLater() {
        executor.execute(() -> guarded(this::turn));
    }

    /** Sees to the first change: tells the rest of the conversation that is left, then turns to the next. */
    private void turn() {
        Change change;
        Optional<CurrentPlace.Told> leaving;
        synchronized (this) {
            change = changes.element();
            leaving = place.told();
        }
        var next = change.thread();
        if (next.isEmpty()
                || leaving.filter(told -> told.thread().equals(next.get())).isPresent()) {
            seenTo(change);
            return;
        }
        stopReading()
                .ifPresentOrElse(
                        left -> left.readRest(() -> guarded(() -> turnTo(next.get(), change))),
                        () -> turnTo(next.get(), change));
    }

    /** Hears no more of the conversation that is left; what is read of it after that is read in its own time. */
    private Optional<ConversationReader> stopReading() {
        Optional<ConversationReader> left;
        synchronized (this) {
            left = reader;
            reader = Optional.empty();
        }
        left.ifPresent(ConversationReader::stop);
        return left.map(stopped -> new ConversationReader(stopped.thread));
    }

    private void turnTo(ThreadId thread, Change change) {
        try {
            var head = chat.live().head(caller, new Feed.OfThread(thread));
            synchronized (this) {
                place = new CurrentPlace(change.at(), place.told());
                changedTo(thread, head.at(0));
            }
            follow(thread, new StartAt.Earliest());
        } catch (NotFound | Gone deletedMeanwhile) {
            // What is current instead stands further on in the user's log.
        }
        seenTo(change);
    }

    private synchronized void seenTo(Change change) {
        place = new CurrentPlace(change.at(), place.told());
        changes.remove();
        if (!changes.isEmpty()) {
            turnLater();
        }
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (Unavailable away) {
            FAILURES.warn("a stream was cut short", away);
            connection.end(Ending.FAILED);
        } catch (RuntimeException failed) {
            FAILURES.error("a stream failed", failed);
            connection.end(Ending.FAILED);
        }
    }

    @Override
    public void ended(StreamEnd end) {
        if (end == StreamEnd.CLOSING) {
            connection.end(Ending.MOVING);
        } else {
            refused("forbidden", "You may no longer read this.");
        }
    }

    @Override
    public synchronized void refused(String code, String content) {
        var node = frameOf("error").put("code", code).put("content", content);
        connection.tellLast(place.toString(), node, Ending.UNWELCOME);
    }

    private LogScope scope() {
        return new LogScope.OfUser(feed.user());
    }

    private void changedTo(ThreadId thread, Cursor beginning) {
        told(thread, beginning);
        frame(frameOf("conversation_changed").put("conversationId", thread.toString()));
    }

    /** Who breaks off before the last of its frames is told all of it again. */
    private void snapshot(ThreadId thread, Gap gap) {
        var frames = CurrentJson.snapshot(gap.snapshot());
        frames.stream().limit(Math.max(0, frames.size() - 1)).forEach(this::frame);
        told(thread, gap.head());
        frames.stream().skip(Math.max(0, frames.size() - 1)).forEach(this::frame);
    }

    private void told(ThreadId thread, Cursor through) {
        place = new CurrentPlace(place.user(), Optional.of(new CurrentPlace.Told(thread, through)));
    }

    private void frame(Object json) {
        connection.tell(place.toString(), json);
    }

    private static ObjectNode frameOf(String type) {
        return Json.object().put("type", type);
    }

    /** Tells one conversation, until it is stopped. */
    private final class ConversationReader implements LiveSink {

        private final ThreadId thread;

        private final FeedReader pages;

        /** What waits for the end, where only the rest is told. */
        private Optional<Runnable> whenOver = Optional.empty();

        private boolean stopped;

        ConversationReader(ThreadId thread) {
            this.thread = thread;
            this.pages = new FeedReader(chat.live(), caller, new Feed.OfThread(thread), connection, this, executor);
        }

        void follow(StartAt start) {
            pages.begin(toldSoFar(), start);
        }

        void readRest(Runnable step) {
            whenOver = Optional.of(step);
            pages.readThrough(new StartAt.After(toldSoFar()), step);
        }

        private Cursor toldSoFar() {
            synchronized (CurrentStream.this) {
                return place.told().orElseThrow().through();
            }
        }

        void stop() {
            synchronized (CurrentStream.this) {
                stopped = true;
            }
            pages.stop();
        }

        @Override
        public void hello(Cursor head) {
            // The stream has begun.
        }

        @Override
        public void events(List<LiveEvent> events, Cursor through) {
            synchronized (CurrentStream.this) {
                for (var event : events) {
                    if (!stopped) {
                        told(thread, through.at(event.sequence()));
                        frame(CurrentJson.event(event));
                    }
                }
            }
        }

        @Override
        public void gap(Gap gap) {
            synchronized (CurrentStream.this) {
                if (!stopped) {
                    frame(frameOf("gap").put("reason", Words.of(gap.reason())));
                    snapshot(thread, gap);
                }
            }
        }

        /** That one conversation is over does not end the stream. */
        @Override
        public void ended(StreamEnd end) {
            if (end == StreamEnd.CLOSING) {
                connection.end(Ending.MOVING);
            }
            whenOver.ifPresent(Runnable::run);
        }

        @Override
        public void refused(String code, String content) {
            CurrentStream.this.refused(code, content);
        }
    }
}
