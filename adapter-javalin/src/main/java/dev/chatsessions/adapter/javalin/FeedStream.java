package dev.chatsessions.adapter.javalin;

import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.live.StreamEnd;
import java.util.List;

/**
 * Our own stream of a log: a greeting, then events; {@code gap} and {@code snapshot} where something cannot be told;
 * {@code end} or {@code error} last. Every frame's id is the place up to which everything before it was told, so that a
 * reader cut anywhere resumes without loss.
 */
final class FeedStream implements LiveSink {

    private final LiveConnection connection;

    private final FeedFrames frames;

    private Cursor place;

    FeedStream(LiveConnection connection, FeedFrames frames, StartAt start, Cursor head) {
        this.connection = connection;
        this.frames = frames;
        this.place = placeOf(start, head);
    }

    private static Cursor placeOf(StartAt start, Cursor head) {
        if (start instanceof StartAt.After after) {
            return after.cursor();
        }
        return start instanceof StartAt.Head ? head : head.at(0);
    }

    @Override
    public synchronized void hello(Cursor head) {
        connection.tell(place.toString(), frames.greeting(head));
    }

    @Override
    public synchronized void events(List<LiveEvent> events, Cursor through) {
        for (var event : events) {
            place = through.at(event.sequence());
            connection.tell(place, frames.event(event));
        }
    }

    @Override
    public synchronized void gap(Gap gap) {
        var node = frames.of("gap").put("reason", Words.of(gap.reason()));
        connection.tell(place.toString(), node.put("head", gap.head().toString()));
        place = gap.head();
        connection.tell(place.toString(), frames.snapshot(gap.snapshot()));
    }

    @Override
    public synchronized void ended(StreamEnd end) {
        switch (end) {
            case SESSION_ENDED -> last(end, Ending.SESSION_ENDED);
            case DELETED -> last(end, Ending.OVER);
            case REVOKED -> refused("forbidden", "You may no longer read this.");
            case CLOSING -> connection.end(Ending.MOVING);
        }
    }

    private void last(StreamEnd end, Ending how) {
        var node = frames.of("end").put("reason", Words.of(end));
        connection.tellLast(place.toString(), node, how);
    }

    @Override
    public synchronized void refused(String code, String content) {
        var node = frames.of("error").put("code", code).put("content", content);
        connection.tellLast(place.toString(), node, Ending.UNWELCOME);
    }
}
