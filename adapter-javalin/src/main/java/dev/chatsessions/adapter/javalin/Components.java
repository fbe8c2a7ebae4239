package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeSet;

/** The parts that a document names, and no others. */
record Components(String section, Map<String, JsonNode> known) {

    /** Puts what {@code document} refers to into it, and what that refers to. */
    void addTo(ObjectNode document) {
        var named = new TreeSet<String>();
        collect(document, named);
        var section = object(object(document, "components"), section());
        named.forEach(name -> section.set(name, known.get(name)));
    }

    private void collect(JsonNode node, TreeSet<String> named) {
        var prefix = "#/components/" + section + "/";
        var reference = node.path("$ref").asText();
        if (reference.startsWith(prefix)) {
            var name = reference.substring(prefix.length());
            if (!known.containsKey(name)) {
                throw new IllegalStateException("nothing is written of " + reference);
            }
            if (named.add(name)) {
                collect(known.get(name), named);
            }
        }
        node.forEach(part -> collect(part, named));
    }

    private static ObjectNode object(ObjectNode in, String name) {
        return in.get(name) instanceof ObjectNode there ? there : in.putObject(name);
    }
}
