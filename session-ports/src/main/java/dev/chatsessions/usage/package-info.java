/**
 * Tokens spent: one ledger entry per model call, and totals that always equal the ledger. Uses the root package only.
 * Budgets come here with their capability.
 */
package dev.chatsessions.usage;
