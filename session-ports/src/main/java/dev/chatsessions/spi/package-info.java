/**
 * What the core needs from outside: a storage with one store per kept thing, and a few ports for signals, assistants,
 * ids, secrets and observation. Stores keep and find; they never decide, expire, default or generate. Rights reach them
 * as a {@link dev.chatsessions.spi.SessionAccess} that the core made and that they join on in the same statement. Comes
 * last: nothing in this artifact uses it.
 */
package dev.chatsessions.spi;
