/** Removing all that is kept of a user: how far it is, and what came of it. Uses the root package. */
package dev.chatsessions.erasure;
