package dev.chatsessions.core.live;

import dev.chatsessions.core.identity.IdentityOffender;

public record LiveOffender(IdentityOffender identity) {}
