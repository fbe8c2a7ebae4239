package dev.chatsessions.adapter.javalin;

import java.util.List;

/** One way in for hostile input. An input fails with an {@link AssertionError} where what must never come of it does. */
interface Surface {

    /** What well-meaning clients send, to be spoilt. */
    List<byte[]> seeds();

    /** Sends one input and judges what comes of it. */
    void take(byte[] input);
}
