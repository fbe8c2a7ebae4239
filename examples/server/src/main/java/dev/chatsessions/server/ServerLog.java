package dev.chatsessions.server;

import dev.chatsessions.ReplyId;
import dev.chatsessions.spi.Observer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes to the log what an operator wants to know of the core. */
final class ServerLog implements Observer {

    private static final Logger LOG = LoggerFactory.getLogger(ServerLog.class);

    @Override
    public void leaseLost(ReplyId reply) {
        LOG.atInfo().addKeyValue("reply", reply).log("a lease ran out");
    }

    @Override
    public void failed(String part, Throwable failure) {
        LOG.atWarn().addKeyValue("part", part).setCause(failure).log("a part failed and goes on");
    }
}
