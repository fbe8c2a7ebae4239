package dev.chatsessions.server;

/** How the program ends; scripts rely on the numbers, and the README lists them. */
final class ExitCode {

    static final int OK = 0;
    static final int UNEXPECTED = 1;
    static final int USAGE = 2;
    static final int CONFIGURATION = 3;
    static final int DATABASE = 4;
    static final int ADDRESS = 5;
    static final int RUNNING_SERVER = 6;
    static final int FILES = 7;

    private ExitCode() {}
}
