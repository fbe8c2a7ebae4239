/** Tokens spent: reading the ledger. Uses {@code work}. */
package dev.chatsessions.core.usage;
