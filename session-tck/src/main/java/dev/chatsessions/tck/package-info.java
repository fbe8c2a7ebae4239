/**
 * The contracts that every storage keeps: one abstract suite per store, and a few for what goes through all of them. Who
 * writes a storage implements {@link dev.chatsessions.tck.StorageFixture} and extends each of
 * {@link dev.chatsessions.tck.Contracts#all()} in a {@code @Nested} class. Uses the ports and JUnit, nothing else.
 */
package dev.chatsessions.tck;
