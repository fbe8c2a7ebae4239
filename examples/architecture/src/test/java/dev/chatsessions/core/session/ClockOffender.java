package dev.chatsessions.core.session;

import java.time.Clock;

public final class ClockOffender {

    Clock clock() {
        return Clock.systemUTC();
    }
}
