/**
 * Taking all of a user's data away and in: the lines, and what became of them. Uses the root package.
 */
package dev.chatsessions.transfer;
