/**
 * Worker programs: how one becomes a user's, whether it is there, the sessions in which it answers and the commands it is
 * given. Uses the root package, {@code identity}, {@code session}, {@code thread} and {@code reply}.
 */
package dev.chatsessions.worker;
