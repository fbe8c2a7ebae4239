package dev.chatsessions.benchmarks;

import dev.chatsessions.benchmarks.JdbcKeeper.FloorConversation;
import io.javalin.Javalin;
import java.util.List;

/** The floor over HTTP: a Javalin that does the floor's SQL, for whoever calls. As a program, on H2 in a file. */
final class BareServer implements AutoCloseable {

    private final Javalin javalin;

    private BareServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /** Says where it listens, as the product's server does, and goes on until it is ended. */
    public static void main(String... arguments) {
        var place = Place.open("h2", 8);
        Runtime.getRuntime().addShutdownHook(new Thread(place::close));
        var server = start(place.jdbcFloor().start(0));
        System.out.println("listening on http://127.0.0.1:" + server.port());
    }

    static BareServer start(FloorConversation conversation) {
        var javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.routes.get("/health", ctx -> ctx.json(new Health("ok")));
            config.routes.get("/chat/history", ctx -> ctx.json(history(conversation)));
            config.routes.post("/chat", ctx -> {
                ctx.bodyAsClass(Question.class);
                conversation.ask();
                conversation.history();
                conversation.answer();
                ctx.json(new Answer(Words.ANSWER));
            });
            config.routes.post("/chat-at-once", ctx -> {
                ctx.bodyAsClass(Question.class);
                conversation.turn();
                ctx.json(new Answer(Words.ANSWER));
            });
        });
        return new BareServer(javalin.start("127.0.0.1", 0));
    }

    int port() {
        return javalin.port();
    }

    private static History history(FloorConversation conversation) {
        return new History(conversation.latest().stream()
                .map(line -> new Line(
                        line.position(), line.role(), line.text(), line.at().toString()))
                .toList());
    }

    @Override
    public void close() {
        javalin.stop();
    }

    record Health(String status) {}

    record Question(String message) {}

    record Answer(String response) {}

    record History(List<Line> messages) {}

    record Line(long position, String role, String content, String at) {}
}
