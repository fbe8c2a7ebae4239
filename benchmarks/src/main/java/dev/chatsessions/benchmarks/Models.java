package dev.chatsessions.benchmarks;

import dev.chatsessions.benchmarks.Report.Table;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What the product adds to a model that many talk with at once: time to the first word, and processor time for each. */
final class Models {

    private static final int CHATS = 200;

    private static final int WORDS = 150;

    private static final int CONNECTIONS = 8;

    private static final long LIMIT_SECONDS = 120;

    private final int chats;

    private final int words;

    private final int rounds;

    private final Report report;

    Models(Effort effort, Report report) {
        chats = Math.min(CHATS, effort.live().clients());
        words = Math.min(WORDS, effort.requests());
        rounds = effort.live().rounds();
        this.report = report;
    }

    void run(String place) {
        report.heading(
                chats + " chats at once with a model of " + ModelProgram.WORDS_PER_SECOND + " words a second each",
                place);
        try (var kept = Place.open(place, CONNECTIONS);
                var model = Program.start(Program.java(ModelProgram.class, Integer.toString(words)));
                var bare = new BareTalking(model.address());
                var ours = new ChatTalking(kept.storage(), model.address(), chats)) {
            measure(bare, new Way());
            measure(ours, new Way());
            var alone = new Way();
            var added = new Way();
            for (var round = 0; round < rounds; round++) {
                measure(bare, alone);
                measure(ours, added);
            }
            report.table(new Table("", "first word, p50", "p99", "CPU per word", "CPU, ratio")
                    .row(alone.cells("the model alone", alone))
                    .row(added.cells("ours", alone)));
            report.note("first word later by " + Samples.readable(added.first.p50() - alone.first.p50()) + " (p50), "
                    + Samples.readable(added.first.p99() - alone.first.p99()) + " (p99)");
        }
    }

    private void measure(Talking talking, Way way) {
        var end = new CountDownLatch(chats);
        var cpu = Orders.cpu();
        var heard = IntStream.range(0, chats)
                .mapToObj(number -> {
                    var each = new Talking.Heard(end);
                    talking.ask(number, each);
                    return each;
                })
                .toList();
        try {
            if (!end.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(end.getCount() + " answers did not come to their end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        way.cpu += Orders.cpu() - cpu;
        way.words += (long) chats * words;
        heard.forEach(each -> way.first.add(each.first()));
    }

    /** What was measured of one way. For one thread. */
    private static final class Way {

        private final Samples first = new Samples();

        private long cpu;

        private long words;

        double perWord() {
            return (double) cpu / words;
        }

        String[] cells(String name, Way floor) {
            return new String[] {
                name,
                Samples.readable(first.p50()),
                Samples.readable(first.p99()),
                Samples.readable(perWord()),
                Report.ratio(perWord(), Math.max(floor.perWord(), 1))
            };
        }
    }
}
