/**
 * What an answerer asks its user to allow while it writes a reply. Uses the root package, {@code thread} and {@code reply}.
 */
package dev.chatsessions.permission;
