package dev.chatsessions.examples.embedded;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Listener;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.reply.Question;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.ThreadStart;
import java.time.Duration;

/** Asks once, shows the answer while it is written, and says what it took. */
final class EmbeddedMain {

    private EmbeddedMain() {}

    public static void main(String[] arguments) {
        try (var storage = InMemoryStorage.create();
                var chat = SessionCore.builder().storage(storage).build()) {
            var ada = Caller.user("ada");
            var session =
                    chat.sessions().open(ada, SessionStart.of(SessionKind.CHAT).withKey("main"));
            var thread = chat.threads().open(ada, session.id(), ThreadStart.of("main"));
            var words = Listener.ofAnswers(System.out::print);
            try (var live = chat.live().subscribe(ada, new Feed.OfThread(thread.id()), new StartAt.Head(), words)) {
                var asked = chat.replies().ask(ada, thread.id(), Question.of("How are you?"), RequestKey.none());
                var answered = chat.replies().await(ada, asked.id(), Duration.ofMinutes(1));
                live.awaitCaughtUp(Duration.ofSeconds(5));
                System.out.println(" [" + answered.tokens().orElseThrow().total() + " tokens]");
            }
        }
    }
}
