package dev.chatsessions.core.reply;

public final class PrintingOffender {

    void tell(String what) {
        System.out.println(what);
    }
}
