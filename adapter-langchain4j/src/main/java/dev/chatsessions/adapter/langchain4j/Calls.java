package dev.chatsessions.adapter.langchain4j;

import dev.chatsessions.spi.Assistant.Sink;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Calls a model, again where that is safe, and watches over the calls. Thread-safe. */
final class Calls {

    private static final Duration LOOK = Duration.ofMillis(50);

    private final StreamingChatModel model;

    private final ModelHttp http;

    private final Patience patience;

    private final Counting counting;

    private final ScheduledThreadPoolExecutor watch;

    Calls(StreamingChatModel model, ModelHttp http, Patience patience, Counting counting) {
        this.model = model;
        this.http = http;
        this.patience = patience;
        this.counting = counting;
        this.watch = new ScheduledThreadPoolExecutor(1, Calls::watcher);
        watch.setKeepAliveTime(10, TimeUnit.SECONDS);
        watch.allowCoreThreadTimeOut(true);
        watch.setRemoveOnCancelPolicy(true);
    }

    private static Thread watcher(Runnable watching) {
        var thread = new Thread(watching, "chat-sessions-models");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Has the model say to {@code sink} what it says to {@code request}, with {@code before} in front of it. Empty when
     * somebody wanted it to stop. What was consumed is in {@code tally} in every case.
     */
    Optional<ChatResponse> call(ChatRequest request, Sink sink, String before, Tally tally)
            throws InterruptedException {
        for (var tries = 1; !sink.stopRequested(); tries++) {
            var attempt = new Attempt(sink, patience, before, System.nanoTime());
            var end = attempt(attempt, request);
            if (end instanceof Attempt.Whole whole) {
                tally.add(counting.of(whole.response(), request.messages(), attempt.said()));
                return Optional.of(whole.response());
            }
            if (end instanceof Attempt.Stopped) {
                tally.add(counting.estimate(request.messages(), attempt.said()));
                return Optional.empty();
            }
            pause(failed(attempt, request, ((Attempt.Failed) end).why(), tries, tally), sink);
        }
        return Optional.empty();
    }

    private Attempt.End attempt(Attempt attempt, ChatRequest request) throws InterruptedException {
        var watching = watch.scheduleWithFixedDelay(
                () -> attempt.check(System.nanoTime()), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        try {
            http.cancellable(attempt::cancelBy, () -> chat(request, attempt));
            return attempt.await();
        } finally {
            watching.cancel(false);
        }
    }

    private void chat(ChatRequest request, Attempt attempt) {
        try {
            model.chat(request, attempt);
        } catch (RuntimeException failure) {
            attempt.onError(failure);
        }
    }

    /** How long to wait before the next try; fails where there is none. */
    private Duration failed(Attempt attempt, ChatRequest request, Throwable why, int tries, Tally tally) {
        var failure = ModelFailure.of(why, attempt.heard());
        tally.add(
                failure.isRefusal() && !attempt.heard()
                        ? counting.nothing()
                        : counting.estimate(request.messages(), attempt.said()));
        var pause = ModelFailure.retryAfter(why).orElseGet(() -> pause(tries));
        if (attempt.heard()
                || !failure.mayPass()
                || tries == patience.tries()
                || pause.compareTo(patience.longestPause()) > 0) {
            throw failure.told(why);
        }
        return pause;
    }

    /** Doubled with each try, less a random part of the half, so that many who failed together do not come back together. */
    private Duration pause(int tries) {
        var longest = patience.pause().toNanos() << (tries - 1);
        return Duration.ofNanos(longest - ThreadLocalRandom.current().nextLong(longest / 2 + 1));
    }

    private static void pause(Duration time, Sink sink) throws InterruptedException {
        var until = System.nanoTime() + time.toNanos();
        for (var left = time.toNanos(); left > 0 && !sink.stopRequested(); left = until - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK.toNanos()));
        }
    }
}
