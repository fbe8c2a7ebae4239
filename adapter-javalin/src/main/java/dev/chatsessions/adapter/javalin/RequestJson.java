package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.request.Request;

/** A request: what its host keeps of it, and beside it what we know. */
record RequestJson(@JsonValue ObjectNode fields) {

    static RequestJson from(Request request) {
        var fields = (ObjectNode) Json.node(request.attributes());
        fields.put("id", request.id().toString());
        fields.put("iso_agent_id", request.owner().value());
        fields.put("created_at", request.createdAt().toString());
        fields.put("updated_at", request.changedAt().toString());
        fields.put("version", request.version());
        return new RequestJson(fields);
    }
}
