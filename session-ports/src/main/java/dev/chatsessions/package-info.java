/**
 * The words of the product: ids, callers, cursors, pages, JSON values, token counts and the one family of exceptions.
 *
 * <p>{@link dev.chatsessions.ChatSessions} is all that a driving adapter may call. The features below this package may
 * know each other in one direction only: usage, session, thread, reply, permission, link; {@code identity} knows only this package,
 * {@code live} may know every feature and none knows it, {@code spi} comes last. Nothing here depends on anything but
 * the JDK, and every type is immutable.
 */
package dev.chatsessions;
