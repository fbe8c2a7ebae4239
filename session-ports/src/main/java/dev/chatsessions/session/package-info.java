/**
 * A session: what a user comes back to. It has a kind, a lifecycle, an answerer, shared state and a log of its own.
 * Uses the root package and {@code usage}. Labels and counters come here with their capability.
 */
package dev.chatsessions.session;
