package dev.chatsessions.adapter.nimbus;

import com.google.common.net.HostAndPort;

/** Of a library that the module does not bring. */
public record TokenKnowingOffender(HostAndPort issuer) {}
