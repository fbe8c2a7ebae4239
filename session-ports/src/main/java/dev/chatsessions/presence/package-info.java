/**
 * Who is in a session: the clients that entered it and have not left. Uses the root package and {@code session}.
 */
package dev.chatsessions.presence;
