/** Joining sessions. Uses {@code work}, {@code identity} and {@code session}. */
package dev.chatsessions.core.join;
