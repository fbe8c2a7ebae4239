package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsessions.worker.Worker;
import java.time.Instant;
import java.util.Optional;

/** A worker in answers, lists and snapshots. */
record WorkerJson(
        String workerId,
        String machineId,
        String name,
        String status,
        int answersAtOnce,
        Instant approvedAt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<Instant> seenAt) {

    static WorkerJson from(Worker worker) {
        return new WorkerJson(
                worker.id().value(),
                worker.machine().value(),
                worker.name(),
                Words.of(worker.status()),
                worker.answersAtOnce(),
                worker.approvedAt(),
                worker.seenAt());
    }
}
