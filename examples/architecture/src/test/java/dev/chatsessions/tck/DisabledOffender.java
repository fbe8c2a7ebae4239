package dev.chatsessions.tck;

import org.junit.jupiter.api.Disabled;

@Disabled("an offender")
public final class DisabledOffender {}
