/** Threads and messages. Uses {@code work} and {@code session}. */
package dev.chatsessions.core.thread;
