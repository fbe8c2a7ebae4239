/**
 * Joining a session without its owner's credentials: the owner issues a join token, whoever redeems it is a guest of that
 * session. Uses the root package, {@code identity} and {@code session}.
 */
package dev.chatsessions.join;
