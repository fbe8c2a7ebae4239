package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.session.SessionState;

/** The shared state of a session: its values, and beside them their versions. */
final class StateJson {

    private StateJson() {}

    static ObjectNode addTo(ObjectNode node, SessionState state) {
        var values = node.putObject("state");
        var versions = node.putObject("versions");
        for (var entry : state.entries()) {
            values.set(entry.key(), Json.node(entry.value()));
            versions.put(entry.key(), entry.version());
        }
        return node;
    }
}
