/** Sessions: their lifecycle and their shared state. Uses {@code work}. */
package dev.chatsessions.core.session;
