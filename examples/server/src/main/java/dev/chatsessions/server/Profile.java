package dev.chatsessions.server;

/** For whom the server runs. */
enum Profile {

    /** For one developer on this machine: prints a token that works. */
    DEV,

    /** For anybody else. */
    PROD
}
