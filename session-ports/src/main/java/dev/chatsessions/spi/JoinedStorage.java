package dev.chatsessions.spi;

/**
 * A storage whose works run in a transaction that the host has open and will end itself: no commit, no rollback, no
 * repetition. Used by one thread, for as long as that transaction is open.
 */
public interface JoinedStorage extends Storage {}
