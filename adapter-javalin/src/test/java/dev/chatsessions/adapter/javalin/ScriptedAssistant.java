package dev.chatsessions.adapter.javalin;

import dev.chatsessions.TokenCount;
import dev.chatsessions.spi.Assistant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Says what the test tells it, when the test tells it. */
final class ScriptedAssistant implements Assistant {

    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();

    private interface Step {
        /** Whether the answer goes on. */
        boolean run(Sink sink);
    }

    ScriptedAssistant say(String text) {
        steps.add(sink -> {
            sink.text(text);
            return true;
        });
        return this;
    }

    ScriptedAssistant report(String status) {
        steps.add(sink -> {
            sink.status(status);
            return true;
        });
        return this;
    }

    ScriptedAssistant finish() {
        steps.add(sink -> {
            sink.consumed(TokenCount.measured("scripted", 1, 1));
            return false;
        });
        return this;
    }

    ScriptedAssistant fail(String why) {
        steps.add(sink -> {
            throw new IllegalStateException(why);
        });
        return this;
    }

    @Override
    public void answer(Turn turn, Sink sink) throws InterruptedException {
        var goesOn = true;
        while (goesOn && !sink.stopRequested()) {
            var step = steps.poll(50, TimeUnit.MILLISECONDS);
            goesOn = step == null || step.run(sink);
        }
    }
}
