package dev.chatsessions.live;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.ReplyId;
import dev.chatsessions.reply.ReplyEvent;
import dev.chatsessions.thread.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Hands on what is new of each answer. Told one call at a time, as every listener is. */
final class AnswerWords implements Listener {

    private final Consumer<String> words;

    /** How much of each answer that is being written was handed on. */
    private final Map<ReplyId, Integer> told = new HashMap<>();

    AnswerWords(Consumer<String> words) {
        this.words = requireNonNull(words, "words");
    }

    @Override
    public void hello(Cursor head) {}

    @Override
    public void events(List<LiveEvent> events, Cursor through) {
        for (var event : events) {
            if (event instanceof ReplyEvent.ReplyDelta delta) {
                tell(delta.reply(), delta.offset().value(), delta.text());
            }
            if (event instanceof ReplyEvent.ReplyFinished finished) {
                finished.message().ifPresent(answer -> tell(finished.reply(), 0, answer.text()));
                told.remove(finished.reply());
            }
        }
    }

    @Override
    public void gap(Gap gap) {
        if (gap.snapshot() instanceof Snapshot.OfSession session) {
            session.transcript().ifPresent(transcript -> transcript.messages().forEach(this::tellMissed));
            session.openReplies().forEach(open -> tell(open.reply().id(), 0, open.text()));
        }
    }

    @Override
    public void ended(StreamEnd end) {}

    /** An answer that was being handed on and was finished within the gap. */
    private void tellMissed(Message message) {
        message.reply().filter(told::containsKey).ifPresent(reply -> {
            tell(reply, 0, message.text());
            told.remove(reply);
        });
    }

    private void tell(ReplyId reply, int offset, String text) {
        var known = Math.max(told.getOrDefault(reply, 0), offset);
        var end = offset + text.length();
        if (end > known) {
            words.accept(text.substring(known - offset));
            told.put(reply, end);
        }
    }
}
