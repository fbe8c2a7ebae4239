package dev.chatsessions.tck;

import dev.chatsessions.MachineId;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.spi.RegistrationStore.StoredRegistration;
import dev.chatsessions.worker.Assignment;
import dev.chatsessions.worker.Worker;
import dev.chatsessions.worker.WorkerApplication;
import dev.chatsessions.worker.WorkerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Workers, their registrations and the sessions on them. */
final class TestWorkers {

    static final WorkerId ROBOT = new WorkerId("robot");

    static final WorkerId OTHER = new WorkerId("Other_robot-2");

    private TestWorkers() {}

    static Worker approved(WorkerId id, UserId owner) {
        return new Worker(
                id,
                new MachineId("machine-1"),
                owner,
                "The robot of " + owner,
                3,
                WorkerStatus.OFFLINE,
                TestTimes.at(1),
                Optional.empty());
    }

    static StoredRegistration registration(String codes, Instant expiresAt) {
        return new StoredRegistration(
                "device code of " + codes,
                "user code of " + codes,
                new WorkerApplication(ROBOT, new MachineId("machine-1"), "A robot", 3),
                Duration.ofSeconds(5),
                TestTimes.at(1),
                Optional.empty(),
                false,
                expiresAt);
    }

    static Assignment assignment(SessionId session, WorkerId worker) {
        return new Assignment(
                session,
                worker,
                Optional.of("large"),
                Optional.of(Duration.ofMinutes(5)),
                Optional.of(Duration.ofMinutes(2)),
                Optional.empty(),
                Optional.empty());
    }
}
