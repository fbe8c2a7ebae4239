/**
 * Devices paired with users: a code that only who holds the device sees, the link that confirming it makes, and what became
 * of it. Uses the root package.
 */
package dev.chatsessions.link;
