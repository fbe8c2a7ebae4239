/**
 * What every feature of the core shares: transactions and what follows a commit, who may touch what, request keys, page
 * cursors and the limits of texts. Knows no feature.
 */
package dev.chatsessions.core.work;
