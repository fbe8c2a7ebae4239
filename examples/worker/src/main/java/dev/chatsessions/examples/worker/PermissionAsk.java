package dev.chatsessions.examples.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What an agent may not do before its user has said so.
 *
 * @param title for the user to read
 * @param options among which the user chooses
 * @param chosen the id of one of them, once the user chose; empty when nobody will choose any more
 */
record PermissionAsk(String title, JsonNode toolCall, JsonNode options, CompletableFuture<Optional<String>> chosen) {

    void cancel() {
        chosen.complete(Optional.empty());
    }
}
