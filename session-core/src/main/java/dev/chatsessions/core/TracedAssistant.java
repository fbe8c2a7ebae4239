package dev.chatsessions.core;

import dev.chatsessions.spi.Assistant;
import dev.chatsessions.spi.Tracing;
import java.util.Optional;

/** An assistant that answers within the trace of the question. */
record TracedAssistant(Assistant assistant, Tracing tracing) implements Assistant {

    @Override
    public void answer(Turn turn, Sink sink) throws Exception {
        tracing.answer(assistant, turn, sink);
    }

    @Override
    public Optional<String> model() {
        return assistant.model();
    }
}
