/**
 * The storage in memory, for tests and small programs: {@link dev.chatsessions.adapter.inmemory.InMemoryStorage}, and a
 * clock that tests move: {@link dev.chatsessions.adapter.inmemory.MovableClock}. Uses {@code session-ports} and the JDK.
 *
 * <p>From the inside out: {@code Journal} takes a failed write back; {@code Cell}, {@code Rows}, {@code Sorted} and {@code
 * Grouped} are values and maps that write to it; {@code Table} keeps records in them, followed by its indexes, each a {@code
 * Lookup} or a {@code Listing}. What a chat changes with every message is not looked up again and again: a {@code
 * KeptSession}, a {@code KeptThread} and an {@code Account} each hold what belongs to them. The {@code *Rows} classes say how
 * a kind of thing is found; the {@code InMemory*} classes are the ports, made for one {@code Transaction}.
 */
package dev.chatsessions.adapter.inmemory;
