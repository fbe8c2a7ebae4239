/**
 * Who calls: credentials are issued, verified and revoked here, and become a {@link dev.chatsessions.Caller} once, at
 * the edge. Uses the root package only.
 */
package dev.chatsessions.identity;
