/**
 * Reading the logs: replay from a cursor, follow what comes, and say so when something cannot be told any more. May know
 * every feature; none knows it.
 */
package dev.chatsessions.live;
