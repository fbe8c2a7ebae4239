package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What is understood of what the client of a WebSocket sends, beside its pings. Told one frame at a time. */
interface Inbound {

    /** Understands pings only, as who follows a log has nothing to say in it. */
    static Inbound ofPings() {
        return new Inbound() {
            @Override
            public void heard() {
                // A log does not mind who listens.
            }

            @Override
            public Optional<ObjectNode> hear(String type, ObjectNode frame) {
                throw new MeaninglessFrame("unknown-type", "The type is not one that is known here.");
            }

            @Override
            public ObjectNode signed(ObjectNode answer) {
                return answer;
            }
        };
    }

    /** Its client sent a frame, be it a ping only. */
    void heard();

    /**
     * Takes a frame of this type, and gives what answers it, if anything does. A MeaninglessFrame is one of those that are
     * counted; what the product refuses is not.
     */
    Optional<ObjectNode> hear(String type, ObjectNode frame);

    /** The answer with what every frame here has. */
    ObjectNode signed(ObjectNode answer);
}
