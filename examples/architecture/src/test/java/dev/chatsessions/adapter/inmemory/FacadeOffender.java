package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.usage.Usage;

public abstract class FacadeOffender implements Usage {}
