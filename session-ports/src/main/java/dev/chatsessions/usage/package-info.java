/**
 * Tokens spent: one ledger entry per model call, and totals that always equal the ledger; budgets, which refuse before
 * anything is spent. Uses the root package only.
 */
package dev.chatsessions.usage;
