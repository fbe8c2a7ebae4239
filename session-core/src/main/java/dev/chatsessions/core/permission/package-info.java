/** Requests for permission. Uses {@code work} and {@code reply}. */
package dev.chatsessions.core.permission;
