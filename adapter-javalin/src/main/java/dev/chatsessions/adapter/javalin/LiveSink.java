package dev.chatsessions.adapter.javalin;

import dev.chatsessions.live.Listener;

/** Turns what happens in a feed into the frames of one stream. */
interface LiveSink extends Listener {

    /** The stream may not go on, for a reason outside of the feed. The last call. */
    void refused(String code, String content);
}
