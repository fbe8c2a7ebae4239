package dev.chatsessions.benchmarks;

import dev.chatsessions.Caller;
import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.adapter.langchain4j.OpenAiCompatible;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.core.Settings;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.Listener;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.live.StreamEnd;
import dev.chatsessions.live.Subscription;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.ReplyEvent;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.thread.ThreadStart;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Each question in a thread of its own, by the product, to somebody who follows the thread. */
final class ChatTalking implements Talking {

    private final Caller user = Caller.user("somebody");

    private final List<Chat> chats = new ArrayList<>();

    private final SessionCore core;

    ChatTalking(Storage storage, URI model, int most) {
        core = SessionCore.builder()
                .storage(storage)
                .assistant(OpenAiCompatible.of(model, "m").assistant().build())
                .settings(Settings.defaults().withMaxAnswersAtOnce(most))
                .build();
        for (var number = 0; number < most; number++) {
            var session = core.sessions().start(user, SessionStart.of(SessionKind.DEVICE), RequestKey.none());
            var thread = core.threads()
                    .start(user, session.id(), ThreadStart.unnamed(), RequestKey.none())
                    .id();
            var reading = new Reading();
            chats.add(new Chat(
                    thread,
                    reading,
                    core.live().subscribe(user, new Feed.OfThread(thread), new StartAt.Head(), reading)));
        }
    }

    private record Chat(ThreadId thread, Reading reading, Subscription following) {}

    @Override
    public void ask(int number, Heard heard) {
        var chat = chats.get(number);
        chat.reading.heard.set(Optional.of(heard));
        core.replies().ask(user, chat.thread, Question.of(Words.QUESTION), RequestKey.none());
    }

    @Override
    public void close() {
        chats.forEach(chat -> chat.following.close());
        core.close();
    }

    private static final class Reading implements Listener {

        private final AtomicReference<Optional<Heard>> heard = new AtomicReference<>(Optional.empty());

        @Override
        public void hello(Cursor head) {}

        @Override
        public void events(List<LiveEvent> events, Cursor through) {
            for (var event : events) {
                if (event instanceof ReplyEvent.ReplyDelta) {
                    heard.get().orElseThrow().word();
                } else if (event instanceof ReplyEvent.ReplyFinished) {
                    heard.get().orElseThrow().end();
                }
            }
        }

        @Override
        public void gap(Gap gap) {}

        @Override
        public void ended(StreamEnd end) {}
    }
}
