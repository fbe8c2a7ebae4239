package dev.chatsessions.server;

import java.util.List;

/** Programs that refuse to be run by root. */
final class Unprivileged {

    private Unprivileged() {}

    /** What comes before such a program's name: in a namespace of its own nobody is root. */
    static List<String> command() {
        return System.getProperty("user.name").equals("root") ? List.of("unshare", "-U") : List.of();
    }
}
