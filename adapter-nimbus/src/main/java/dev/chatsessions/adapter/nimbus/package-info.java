/** The tokens of an OpenID Connect provider. Uses the ports and Nimbus JOSE + JWT. */
package dev.chatsessions.adapter.nimbus;
