package dev.chatsessions.benchmarks;

import dev.chatsessions.benchmarks.Report.Table;
import dev.chatsessions.benchmarks.Side.Broadcast;
import java.time.Duration;
import java.util.List;

/** Everybody comes back at once for what they missed, beside a bare Javalin that has it in memory. */
final class Storm {

    static final int BEHIND = 150;

    private final Effort.Live effort;

    private final Report report;

    Storm(Effort effort, Report report) {
        this.effort = effort.live();
        this.report = report;
    }

    void run(String place) {
        report.heading(effort.clients() + " clients come back at once, each " + BEHIND + " events behind", place);
        try (var chat = broadcast(Broadcasting.CHAT, place);
                var javalin = broadcast(Broadcasting.JAVALIN, place)) {
            var ours = new Lane(new Side("chat sessions", chat, Transport.SSE));
            var bare = new Lane(new Side("bare Javalin", javalin, Transport.SSE));
            var lanes = List.of(ours, bare);
            for (var lane : lanes) {
                lane.side.turn(effort.clients() / 10 + 1, 1, Duration.ZERO, effort.saturated());
                lane.side.storm(effort.clients(), BEHIND);
            }
            for (var storm = 0; storm < effort.storms(); storm++) {
                lanes.forEach(lane -> lane.add(lane.side.storm(effort.clients(), BEHIND)));
            }
            var table = new Table(
                    "server", "greeted, all", "caught up, p50", "p99", "lost", "doubled", "p50 ratio", "p99 ratio");
            lanes.forEach(lane -> lane.print(table, bare));
            report.table(table);
            report.atMost("lost or doubled", ours.lost + ours.doubled, 0);
        }
    }

    private static Broadcast broadcast(String kind, String place) {
        return new Broadcast(Program.start(Program.java(Broadcasting.class, kind, place)));
    }

    /** One side and how its clients fared. */
    private static final class Lane {

        private final Samples taken = new Samples();

        private final Samples greeted = new Samples();

        private final Side side;

        private long lost;

        private long doubled;

        Lane(Side side) {
            this.side = side;
        }

        void add(Side.Heard heard) {
            taken.addAll(heard.taken());
            greeted.add(heard.greeted());
            lost += heard.lost();
            doubled += heard.doubled();
        }

        void print(Table table, Lane beside) {
            table.row(
                    side.name(),
                    Samples.readable(greeted.p50()),
                    Samples.readable(taken.p50()),
                    Samples.readable(taken.p99()),
                    Long.toString(lost),
                    Long.toString(doubled),
                    Report.ratio(taken.p50(), beside.taken.p50()),
                    Report.ratio(taken.p99(), beside.taken.p99()));
        }
    }
}
