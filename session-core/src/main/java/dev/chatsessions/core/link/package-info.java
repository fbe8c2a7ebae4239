/** Devices and their users: pairing by a code, and the links it makes. Uses {@code work}. */
package dev.chatsessions.core.link;
