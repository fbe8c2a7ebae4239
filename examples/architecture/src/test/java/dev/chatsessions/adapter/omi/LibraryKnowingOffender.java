package dev.chatsessions.adapter.omi;

import com.google.common.net.HostAndPort;

public record LibraryKnowingOffender(HostAndPort omi) {}
