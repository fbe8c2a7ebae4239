package dev.chatsessions.spi;

import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.TokenCount;
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
    public void told(LogScope log, Duration after) {
        tell(observer -> observer.told(log, after));
    }

    @Override
    public void gap(String reason) {
        tell(observer -> observer.gap(reason));
    }

    @Override
    public void subscribers(int now) {
        tell(observer -> observer.subscribers(now));
    }

    @Override
    public void replyAsked(ReplyId reply) {
        tell(observer -> observer.replyAsked(reply));
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
    public void reserved(long tokens) {
        tell(observer -> observer.reserved(tokens));
    }

    @Override
    public void spent(TokenCount tokens) {
        tell(observer -> observer.spent(tokens));
    }

    @Override
    public void repeated() {
        tell(Observer::repeated);
    }

    @Override
    public void refused(String code) {
        tell(observer -> observer.refused(code));
    }

    @Override
    public void runAgain(String reason) {
        tell(observer -> observer.runAgain(reason));
    }

    @Override
    public void delivered(DeliveryOutcome outcome) {
        tell(observer -> observer.delivered(outcome));
    }

    @Override
    public void answered(AnswerOutcome outcome) {
        tell(observer -> observer.answered(outcome));
    }

    @Override
    public void swept(String sweep, int found, Duration took) {
        tell(observer -> observer.swept(sweep, found, took));
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
