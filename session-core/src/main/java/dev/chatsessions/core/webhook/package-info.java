/** The inbox of devices: what their deliveries become, and when they are answered. */
package dev.chatsessions.core.webhook;
