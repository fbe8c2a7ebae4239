package dev.chatsessions.server;

/** Ends the program: one line for the person who started it, and an exit code for the script that did. */
sealed class Failure extends RuntimeException permits DatabaseLocked {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    Failure(int exitCode, String line, Throwable cause) {
        super(line, cause);
        this.exitCode = exitCode;
    }

    static Failure configuration(String line) {
        return new Failure(ExitCode.CONFIGURATION, line, null);
    }

    static Failure database(String line, Throwable cause) {
        return new Failure(ExitCode.DATABASE, line, cause);
    }

    static Failure address(String line, Throwable cause) {
        return new Failure(ExitCode.ADDRESS, line, cause);
    }

    static Failure runningServer(String line, Throwable cause) {
        return new Failure(ExitCode.RUNNING_SERVER, line, cause);
    }

    static Failure files(String line, Throwable cause) {
        return new Failure(ExitCode.FILES, line, cause);
    }

    static Failure data(String line, Throwable cause) {
        return new Failure(ExitCode.BAD_DATA, line, cause);
    }

    static Failure refused(String line) {
        return new Failure(ExitCode.REFUSED, line, null);
    }

    int exitCode() {
        return exitCode;
    }
}
