package dev.chatsessions.adapter.javalin;

import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.StreamEnd;
import java.util.List;

/** Tells a client that is to hear nothing yet when it is over, so that nobody waits for what does not come any more. */
record OnlyTheEnd(LiveSink told) implements LiveSink {

    @Override
    public void hello(Cursor head) {
        // It is greeted once it may hear.
    }

    @Override
    public void events(List<LiveEvent> events, Cursor through) {
        // What it was not told is read for it from the log.
    }

    @Override
    public void gap(Gap gap) {
        // So is this.
    }

    @Override
    public void ended(StreamEnd end) {
        told.ended(end);
    }

    @Override
    public void refused(String code, String content) {
        told.refused(code, content);
    }
}
