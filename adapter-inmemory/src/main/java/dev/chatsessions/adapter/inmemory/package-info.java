/**
 * The storage in memory, for tests and small programs: {@link dev.chatsessions.adapter.inmemory.InMemoryStorage}, and a
 * clock that tests move: {@link dev.chatsessions.adapter.inmemory.MovableClock}. Uses {@code session-ports} and the JDK.
 *
 * <p>From the inside out: {@code Journal} takes a failed write back; {@code Rows}, {@code Sorted} and {@code Grouped} are
 * maps that write to it; the {@code *Rows} classes keep one kind of thing with its indexes; the {@code InMemory*} classes
 * are the ports, each for one {@code Transaction}.
 */
package dev.chatsessions.adapter.inmemory;
