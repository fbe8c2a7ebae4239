package dev.chatsessions.server;

/** How the program ends, in the numbers of sysexits(3); scripts rely on them, and the README lists them. */
final class ExitCode {

    static final int OK = 0;
    static final int BAD_DATA = 65;
    static final int UNEXPECTED = 70;
    static final int USAGE = 64;
    static final int CONFIGURATION = 78;
    static final int DATABASE = 69;
    static final int ADDRESS = 74;
    static final int RUNNING_SERVER = 75;
    static final int FILES = 73;
    static final int REFUSED = 77;

    private ExitCode() {}
}
