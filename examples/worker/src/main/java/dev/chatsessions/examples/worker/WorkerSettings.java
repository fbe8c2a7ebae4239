package dev.chatsessions.examples.worker;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a worker works.
 *
 * @param name what its user is to call it
 * @param state where it keeps who it is and how far it came
 * @param answersAtOnce how many questions it takes at the same time
 * @param flush how long what the agent says may be gathered before it is sent on
 * @param idleStop how long an agent may be unused before it is ended
 * @param silence how long an agent may say nothing before it counts as hung
 * @param longest how long one answer may take
 * @param stopGrace how long an agent that was told to stop may take to do so
 * @param heartbeat how often the worker says that it is there
 */
record WorkerSettings(
        URI server,
        String name,
        Path state,
        int answersAtOnce,
        Duration flush,
        Duration idleStop,
        Duration silence,
        Duration longest,
        Duration stopGrace,
        Duration heartbeat) {

    static WorkerSettings of(URI server, String name, Path state) {
        return new WorkerSettings(
                server,
                name,
                state,
                64,
                Duration.ofMillis(50),
                Duration.ofMinutes(15),
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30));
    }

    WorkerSettings withAnswersAtOnce(int value) {
        return new WorkerSettings(server, name, state, value, flush, idleStop, silence, longest, stopGrace, heartbeat);
    }

    WorkerSettings withFlush(Duration value) {
        return new WorkerSettings(
                server, name, state, answersAtOnce, value, idleStop, silence, longest, stopGrace, heartbeat);
    }

    WorkerSettings withIdleStop(Duration value) {
        return new WorkerSettings(
                server, name, state, answersAtOnce, flush, value, silence, longest, stopGrace, heartbeat);
    }

    WorkerSettings withLimits(Duration newSilence, Duration newLongest) {
        return new WorkerSettings(
                server, name, state, answersAtOnce, flush, idleStop, newSilence, newLongest, stopGrace, heartbeat);
    }

    WorkerSettings withStopGrace(Duration value) {
        return new WorkerSettings(
                server, name, state, answersAtOnce, flush, idleStop, silence, longest, value, heartbeat);
    }

    WorkerSettings withHeartbeat(Duration value) {
        return new WorkerSettings(
                server, name, state, answersAtOnce, flush, idleStop, silence, longest, stopGrace, value);
    }
}
