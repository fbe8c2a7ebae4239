package dev.chatsessions.core.session;

import java.time.LocalDate;
import java.time.ZoneOffset;

public final class TodayOffender {

    LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }
}
