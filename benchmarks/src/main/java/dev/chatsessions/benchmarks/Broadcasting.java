package dev.chatsessions.benchmarks;

import java.io.IOException;

/** A broadcaster as a program: {@code chat} and where it stores, {@code javalin} or {@code socket}. */
final class Broadcasting {

    static final String CHAT = "chat";

    static final String JAVALIN = "javalin";

    static final String SOCKET = "socket";

    private Broadcasting() {}

    public static void main(String... arguments) throws IOException {
        try (var broadcaster = open(arguments)) {
            new Orders()
                    .with("publish", (mark, told) -> mark + " " + broadcaster.publish(mark, told))
                    .with("listeners", (unused, told) -> Integer.toString(broadcaster.listeners()))
                    .with("place", (unused, told) -> broadcaster.place())
                    .follow(broadcaster.address());
        }
        // A pool that waits for more work may keep the process for a minute.
        System.exit(0);
    }

    private static Broadcaster open(String... arguments) throws IOException {
        return switch (arguments[0]) {
            case CHAT -> ChatBroadcaster.open(arguments[1]);
            case JAVALIN -> JavalinBroadcaster.open();
            default -> SocketBroadcaster.open();
        };
    }
}
