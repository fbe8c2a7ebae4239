package dev.chatsessions.examples.worker;

/** Ends the program: one line for the person who started it, and an exit code for the script that did. */
final class WorkerFailure extends RuntimeException {

    static final int USAGE = 64;

    static final int UNEXPECTED = 70;

    static final int FILES = 73;

    /** The server does not take it, whatever its user says. */
    static final int REFUSED = 76;

    /** Its user did not approve it, or wants it no more. */
    static final int UNWANTED = 77;

    static final int CONFIGURATION = 78;

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    WorkerFailure(int exitCode, String line) {
        super(line);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
