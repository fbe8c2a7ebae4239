package dev.chatsessions.benchmarks;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.TokenCount;
import dev.chatsessions.benchmarks.Report.Table;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.identity.TokenRequest;
import dev.chatsessions.spi.Assistant;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a question and a look at the history cost over HTTP, beside a bare Javalin that does the floor's SQL. */
final class OverHttp {

    private static final int BLOCK = 10;

    private static final int MESSAGES_BEFORE = 100;

    private static final double AIM = 1.2;

    private static final String QUESTION = "{\"message\":\"" + Words.QUESTION + "\"}";

    private static final String ASKED = "POST /chat";

    private static final String READ = "GET /chat/history";

    private static final String BARE_ASKED = "bare POST";

    private static final String BARE_AT_ONCE = "bare POST, question stored with its answer";

    private static final String BARE_READ = "bare GET";

    private static final String WITH_TOKEN = ", with a token";

    private final Effort effort;

    private final Report report;

    OverHttp(Effort effort, Report report) {
        this.effort = effort;
        this.report = report;
    }

    void run(String placeName) {
        var user = Caller.user("somebody");
        try (var place = Place.open(placeName, 8);
                var core = SessionCore.builder()
                        .storage(place.storage())
                        .assistant(OverHttp::answerAtOnce)
                        .build();
                var tokens = ChatServer.withTokens(core);
                var login = ChatServer.withLogin(core, user);
                var bare = BareServer.start(place.jdbcFloor().start(MESSAGES_BEFORE));
                var tokenWire = new Wire(tokens.port());
                var loginWire = new Wire(login.port());
                var bareWire = new Wire(bare.port())) {
            report.heading("http, one caller", place.name());
            var token = core.administration()
                    .issue(Caller.admin("benchmark"), new TokenRequest(user, Duration.ofDays(1)), RequestKey.none())
                    .secret();
            var calls = new LinkedHashMap<String, Runnable>();
            put(calls, READ, loginWire, Wire.get("/chat/history", ""));
            put(calls, READ + WITH_TOKEN, tokenWire, Wire.get("/chat/history", token));
            put(calls, BARE_READ, bareWire, Wire.get("/chat/history", ""));
            put(calls, ASKED, loginWire, Wire.post("/chat", "", QUESTION));
            put(calls, ASKED + WITH_TOKEN, tokenWire, Wire.post("/chat", token, QUESTION));
            put(calls, BARE_ASKED, bareWire, Wire.post("/chat", "", QUESTION));
            put(calls, BARE_AT_ONCE, bareWire, Wire.post("/chat-at-once", "", QUESTION));
            Compiler.letRest(effort.compiling(), () -> rounds(calls, effort.requests() / 4));
            place.settle();
            print(rounds(calls, effort.requests()));
        }
    }

    /** An answer of the same text as the floor's, at once. */
    private static void answerAtOnce(Assistant.Turn turn, Assistant.Sink sink) {
        sink.text(Words.ANSWER);
        sink.consumed(TokenCount.measured(Words.MODEL, Words.INPUT_TOKENS, Words.OUTPUT_TOKENS));
    }

    private static void put(Map<String, Runnable> calls, String name, Wire wire, byte[] request) {
        calls.put(name, () -> wire.call(request));
    }

    private Map<String, Samples> rounds(Map<String, Runnable> calls, int requests) {
        var taken = new LinkedHashMap<String, Samples>();
        calls.keySet().forEach(name -> taken.put(name, new Samples()));
        for (var round = 0; round * BLOCK < requests; round++) {
            calls.forEach((name, call) -> {
                for (var i = 0; i < BLOCK; i++) {
                    taken.get(name).time(call);
                }
            });
        }
        return taken;
    }

    private void print(Map<String, Samples> taken) {
        var table = new Table("request", "p50", "p99", "beside", "ratio p50", "ratio p99");
        row(table, taken, READ, BARE_READ);
        row(table, taken, READ + WITH_TOKEN, BARE_READ);
        row(table, taken, ASKED, BARE_ASKED);
        row(table, taken, ASKED + WITH_TOKEN, BARE_ASKED);
        row(table, taken, ASKED, BARE_AT_ONCE);
        row(table, taken, BARE_READ, BARE_READ);
        row(table, taken, BARE_ASKED, BARE_ASKED);
        row(table, taken, BARE_AT_ONCE, BARE_ASKED);
        report.table(table);
        aim(taken, READ, BARE_READ);
        aim(taken, ASKED, BARE_ASKED);
    }

    private static void row(Table table, Map<String, Samples> taken, String ours, String floor) {
        table.row(
                ours,
                Samples.readable(taken.get(ours).p50()),
                Samples.readable(taken.get(ours).p99()),
                floor,
                Report.ratio(taken.get(ours).p50(), taken.get(floor).p50()),
                Report.ratio(taken.get(ours).p99(), taken.get(floor).p99()));
    }

    private void aim(Map<String, Samples> taken, String ours, String floor) {
        report.atMost(
                ours + " beside " + floor,
                taken.get(ours).p50() / taken.get(floor).p50(),
                AIM);
    }
}
