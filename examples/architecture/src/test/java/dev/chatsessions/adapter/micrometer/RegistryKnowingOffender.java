package dev.chatsessions.adapter.micrometer;

import com.google.common.net.HostAndPort;

/** Of a library that the module does not bring. */
public record RegistryKnowingOffender(HostAndPort registry) {}
