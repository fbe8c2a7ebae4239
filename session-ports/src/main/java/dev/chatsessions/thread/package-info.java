/**
 * Threads of messages in a session. Messages are only ever appended, changed by a new version, or cleared. Uses the root
 * package, {@code usage} and {@code session}.
 */
package dev.chatsessions.thread;
