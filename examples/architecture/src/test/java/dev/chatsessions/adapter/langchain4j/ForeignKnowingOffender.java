package dev.chatsessions.adapter.langchain4j;

import com.google.common.net.HostAndPort;

/** Of a library that the module does not bring. */
public record ForeignKnowingOffender(HostAndPort model) {}
