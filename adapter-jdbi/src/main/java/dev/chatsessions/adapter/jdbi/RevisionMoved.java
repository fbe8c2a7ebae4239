package dev.chatsessions.adapter.jdbi;

/** A row that this transaction was to replace had been replaced already, so the work has to run again. */
final class RevisionMoved extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RevisionMoved() {
        super("the stored revision has moved", null, false, false);
    }
}
