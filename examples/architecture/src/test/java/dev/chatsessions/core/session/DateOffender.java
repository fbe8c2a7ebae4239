package dev.chatsessions.core.session;

import java.util.Date;

public final class DateOffender {

    long now() {
        return new Date().getTime();
    }
}
