/** Who is in a session. Uses {@code work} and {@code session}. */
package dev.chatsessions.core.presence;
