package dev.chatsessions.adapter.inmemory;

/** A row is not what the write took it for; the write has to start over. */
final class ChangedMeanwhile extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ChangedMeanwhile(String message) {
        super(message);
    }
}
