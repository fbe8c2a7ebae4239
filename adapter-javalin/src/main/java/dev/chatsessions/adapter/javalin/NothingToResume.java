package dev.chatsessions.adapter.javalin;

import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.GapReason;
import dev.chatsessions.live.StreamEnd;
import java.util.List;

/** The short stream for a client whose place means nothing here while nothing is being answered. */
final class NothingToResume implements LiveSink {

    NothingToResume(LiveConnection connection, GapReason missed, String threadKey) {
        connection.tell("", Json.object().put("type", "gap").put("reason", Words.of(missed)));
        connection.tellLast(
                "",
                Json.object()
                        .put("type", "error")
                        .put("content", "There is no answer to go on with.")
                        .put("code", "not-found")
                        .put("thread_id", threadKey),
                Ending.OVER);
    }

    @Override
    public void refused(String code, String content) {}

    @Override
    public void hello(Cursor head) {}

    @Override
    public void events(List<LiveEvent> events, Cursor through) {}

    @Override
    public void gap(Gap gap) {}

    @Override
    public void ended(StreamEnd end) {}
}
