package dev.chatsessions.core.reply;

public final class LoggingOffender {

    void tell(String what) {
        System.getLogger("replies").log(System.Logger.Level.INFO, what);
    }
}
