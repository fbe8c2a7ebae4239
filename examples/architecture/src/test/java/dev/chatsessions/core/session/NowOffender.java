package dev.chatsessions.core.session;

import java.time.Instant;
import java.util.function.Supplier;

public final class NowOffender {

    Supplier<Instant> now() {
        return Instant::now;
    }
}
