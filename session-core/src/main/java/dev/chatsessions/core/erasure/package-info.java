/** Removing all that is kept of a user. Uses {@code work}, {@code session} and {@code identity}. */
package dev.chatsessions.core.erasure;
