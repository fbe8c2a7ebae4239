/**
 * The storage in memory, for tests and small programs: {@link dev.chatsessions.adapter.inmemory.InMemoryStorage}, and a
 * clock that tests move: {@link dev.chatsessions.adapter.inmemory.MovableClock}. Uses {@code session-ports} and the JDK.
 *
 * <p>From the inside out: {@code Journal} takes a failed write back; {@code Rows}, {@code Sorted} and {@code Grouped} are
 * maps that write to it; {@code Table} keeps records in them, followed by its indexes, each a {@code Lookup} or a {@code
 * Listing}; the {@code *Rows} classes say which indexes a kind of thing has; the {@code InMemory*} classes are the ports,
 * made for one {@code Transaction}.
 */
package dev.chatsessions.adapter.inmemory;
