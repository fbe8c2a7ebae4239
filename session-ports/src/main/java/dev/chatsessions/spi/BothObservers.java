package dev.chatsessions.spi;

import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.reply.FinishReason;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** One after the other. */
record BothObservers(Observer first, Observer second) implements Observer {

    @Override
    public void appended(Set<LogScope> grown) {
        tell(observer -> observer.appended(grown));
    }

    @Override
    public void replyClaimed(ReplyId reply, int attempt, Duration waited) {
        tell(observer -> observer.replyClaimed(reply, attempt, waited));
    }

    @Override
    public void replyFinished(ReplyId reply, FinishReason reason) {
        tell(observer -> observer.replyFinished(reply, reason));
    }

    @Override
    public void leaseLost(ReplyId reply) {
        tell(observer -> observer.leaseLost(reply));
    }

    @Override
    public void subscribers(int now) {
        tell(observer -> observer.subscribers(now));
    }

    @Override
    public void failed(String part, Throwable failure) {
        tell(observer -> observer.failed(part, failure));
    }

    private void tell(Consumer<Observer> what) {
        try {
            what.accept(first);
        } finally {
            what.accept(second);
        }
    }
}
