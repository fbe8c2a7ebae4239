package dev.chatsessions.adapter.javalin;

import java.util.Arrays;

/**
 * An input whose first line says where the rest of it goes.
 *
 * @param line empty where no line ends, and then all of it is the rest
 */
record Lined(String line, byte[] rest) {

    static Lined of(byte[] input) {
        var text = HostileServer.text(input);
        var end = text.indexOf('\n');
        return new Lined(text.substring(0, Math.max(0, end)), Arrays.copyOfRange(input, end + 1, input.length));
    }
}
