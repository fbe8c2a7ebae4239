/** Credentials. Uses {@code work}. */
package dev.chatsessions.core.identity;
