package dev.chatsessions.worker;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.MachineId;
import dev.chatsessions.WorkerId;

/**
 * What a program says of itself that wants to be somebody's worker.
 *
 * @param worker made by the program once, and kept by it
 * @param machine where it runs, made alike
 * @param name what its user is to call it, 1 to 200 characters
 * @param answersAtOnce how many replies it can hold at the same time, 1 to 1,000
 */
public record WorkerApplication(WorkerId worker, MachineId machine, String name, int answersAtOnce) {

    /** More than that no worker holds at once. */
    public static final int MOST_ANSWERS = 1_000;

    public WorkerApplication {
        requireNonNull(worker, "worker");
        requireNonNull(machine, "machine");
        requireNonNull(name, "name");
        requireAnswersAtOnce(answersAtOnce);
    }

    static void requireAnswersAtOnce(int answersAtOnce) {
        if (answersAtOnce < 1 || answersAtOnce > MOST_ANSWERS) {
            throw new IllegalArgumentException("answersAtOnce " + answersAtOnce + " is not 1 to " + MOST_ANSWERS);
        }
    }
}
