package dev.chatsessions.server;

/** The program. */
public final class ServerMain {

    private ServerMain() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(CommandLineProgram.of(System.getenv()).run(arguments));
    }
}
