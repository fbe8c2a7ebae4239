package dev.chatsessions.core.session;

import dev.chatsessions.core.thread.ThreadOffender;
import dev.chatsessions.core.usage.UsageOffender;

public interface SessionOffender {

    UsageOffender usage();

    ThreadOffender thread();
}
