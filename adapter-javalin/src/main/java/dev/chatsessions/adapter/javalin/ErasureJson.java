package dev.chatsessions.adapter.javalin;

import dev.chatsessions.erasure.Erasure;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Rows by the names of their tables; what remains is known once it has ended. */
record ErasureJson(
        String status,
        Instant begunAt,
        Optional<Instant> endedAt,
        long rows,
        Map<String, Long> removed,
        Map<String, Long> remaining) {
    static ErasureJson from(Erasure erasure) {
        return new ErasureJson(
                erasure.endedAt().isPresent() ? "erased" : "erasing",
                erasure.begunAt(),
                erasure.endedAt(),
                erasure.rows(),
                erasure.removed(),
                erasure.remaining());
    }
}
