package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.live.Snapshot;
import java.util.function.UnaryOperator;

/**
 * How the frames of one stream of a log look.
 *
 * @param greeting the first one, which is told the log's head besides
 * @param signature adds what each frame of the stream has, to those that are not events
 */
record FeedFrames(RenderedEvents rendered, ObjectNode greeting, UnaryOperator<ObjectNode> signature) {

    /** Those of our streams that follow a log as it is. */
    static FeedFrames ofLog(RenderedEvents rendered) {
        return new FeedFrames(rendered, Json.object().put("type", "hello"), frame -> frame);
    }

    ObjectNode greeting(Cursor head) {
        return signature.apply(greeting.deepCopy().put("head", head.toString()));
    }

    RenderedEvents.Rendered event(LiveEvent event) {
        return rendered.of(event);
    }

    ObjectNode snapshot(Snapshot snapshot) {
        return signature.apply(Json.tree(SnapshotJson.from(snapshot)));
    }

    /** A frame of this type, still without what it says. */
    ObjectNode of(String type) {
        return signature.apply(Json.object().put("type", type));
    }
}
