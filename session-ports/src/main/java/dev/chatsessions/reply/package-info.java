/**
 * Replies: one engine for everybody who answers, be it the model in this process, a worker or a device bridge. A
 * question is asked, claimed by one producer under a lease and a fence, written in chunks, and finished once. Uses the
 * root package, {@code usage}, {@code session} and {@code thread}.
 */
package dev.chatsessions.reply;
