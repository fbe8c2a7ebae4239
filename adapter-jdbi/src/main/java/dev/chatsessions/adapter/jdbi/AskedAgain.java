package dev.chatsessions.adapter.jdbi;

/** A work that was to ask one thing asked for more, so it has to run again as a read. */
final class AskedAgain extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AskedAgain() {
        super("a glance asks once", null, false, false);
    }
}
