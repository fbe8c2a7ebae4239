package dev.chatsessions.session;

import dev.chatsessions.spi.Storage;
import dev.chatsessions.usage.UsageOffender;

public interface SessionOffender {

    UsageOffender usage();

    Storage storage();
}
