package dev.chatsessions.benchmarks;

import dev.chatsessions.benchmarks.Report.Table;
import dev.chatsessions.benchmarks.Side.Broadcast;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What one session's events cost to tell to many listeners, beside servers that store nothing: bare sockets, a bare Javalin,
 * and two of Node.js. Each server is a process of its own; all are listened to by the same client.
 */
final class FanOut {

    private static final int MESSAGES_PER_SECOND = 20;

    /** What two processors can deliver; a larger audience is sent less often. */
    private static final int DELIVERIES_PER_SECOND = 20_000;

    private static final int JUDGED = 1_000;

    private static final double JAVALIN_AIM = 1.5;

    private static final double WS_AIM = 1;

    private static final double CONNECT_AIM_SECONDS = 1;

    private static final double SSE_KIBIBYTES = 8;

    private static final double WEBSOCKET_KIBIBYTES = 20;

    private static final double KIBIBYTE = 1_024;

    private static final String OURS_SSE = "chat sessions, SSE";

    private static final String OURS_WEBSOCKET = "chat sessions, WebSocket";

    private static final String JAVALIN_SSE = "bare Javalin, SSE";

    private static final String WS = "Node.js ws";

    private final Effort.Live effort;

    private final Report report;

    private final boolean withNode;

    FanOut(Effort effort, Report report, boolean withNode) {
        this.effort = effort.live();
        this.report = report;
        this.withNode = withNode;
    }

    void run(String place) {
        report.heading("fan-out of one session's events", place);
        var opened = new ArrayDeque<AutoCloseable>();
        try {
            var lanes = lanes(place, opened);
            warmUp(lanes);
            for (var listeners : effort.audiences()) {
                if (OpenFiles.allow(listeners, report)) {
                    measure(lanes, listeners);
                }
            }
            idle(lanes);
        } finally {
            closeAll(opened);
        }
    }

    private List<Lane> lanes(String place, Deque<AutoCloseable> opened) {
        var lanes = new ArrayList<Lane>();
        var chat = broadcast(Broadcasting.CHAT, place, opened);
        lanes.add(new Lane(new Side(OURS_SSE, chat, Transport.SSE)));
        lanes.add(new Lane(new Side(OURS_WEBSOCKET, chat, Transport.WEBSOCKET)));
        var javalin = broadcast(Broadcasting.JAVALIN, place, opened);
        lanes.add(new Lane(new Side(JAVALIN_SSE, javalin, Transport.SSE)));
        var sockets = broadcast(Broadcasting.SOCKET, place, opened);
        lanes.add(new Lane(new Side("bare sockets", sockets, Transport.SSE)));
        if (!withNode) {
            report.note("without Node.js: ws and Socket.IO are left out");
            return lanes;
        }
        NodePrograms.install()
                .ifPresentOrElse(
                        programs -> {
                            opened.push(programs);
                            lanes.add(node(WS, "ws", Transport.WEBSOCKET, programs, opened));
                            lanes.add(node("Node.js Socket.IO", "socket.io", Transport.SOCKET_IO, programs, opened));
                        },
                        () -> report.note(
                                "node or npm is missing, or ws and Socket.IO are not to be had: without them"));
        return lanes;
    }

    private static Broadcast broadcast(String kind, String place, Deque<AutoCloseable> opened) {
        var broadcast = new Broadcast(Program.start(Program.java(Broadcasting.class, kind, place)));
        opened.push(broadcast);
        return broadcast;
    }

    private static Lane node(
            String name, String kind, Transport transport, NodePrograms programs, Deque<AutoCloseable> opened) {
        var broadcast = new Broadcast(programs.broadcaster(kind));
        opened.push(broadcast);
        return new Lane(new Side(name, broadcast, transport));
    }

    /** Until the compilers are done with what is sent and with who listens. */
    private void warmUp(List<Lane> lanes) {
        var listeners = effort.audiences().get(0);
        for (var round = 0; round < effort.rounds(); round++) {
            lanes.forEach(lane -> lane.side.turn(
                    listeners, 1, Duration.ZERO, effort.saturated().multipliedBy(2)));
        }
    }

    private void measure(List<Lane> lanes, int listeners) {
        var rate = Math.min(MESSAGES_PER_SECOND, Math.max(1, DELIVERIES_PER_SECOND / listeners));
        var apart = Duration.ofSeconds(1).dividedBy(rate);
        var messages = (int) Math.max(1, effort.paced().dividedBy(apart));
        lanes.forEach(Lane::forget);
        for (var round = 0; round < effort.rounds(); round++) {
            for (var i = 0; i < lanes.size(); i++) {
                var lane = lanes.get((i + round) % lanes.size());
                lane.add(lane.side.turn(listeners, messages, apart, effort.saturated()));
            }
        }
        report.note(String.format(
                Locale.ROOT, "%n%,d listeners, %d messages a second, then all that can be", listeners, rate));
        print(lanes);
        if (listeners == JUDGED) {
            judge(lanes);
        }
    }

    private void print(List<Lane> lanes) {
        var beside = named(lanes, JAVALIN_SSE);
        var table = new Table(
                "server",
                "p50",
                "p99",
                "deliveries/s",
                "lost",
                "doubled",
                "connected",
                "greeted",
                "p99 ratio",
                "speed ratio");
        for (var lane : lanes) {
            table.row(
                    lane.side.name(),
                    Samples.readable(lane.taken.p50()),
                    Samples.readable(lane.taken.p99()),
                    String.format(Locale.ROOT, "%,.0f", lane.perSecond()),
                    Long.toString(lane.lost),
                    Long.toString(lane.doubled),
                    Samples.readable(lane.connected.p50()),
                    Samples.readable(lane.greeted.p50()),
                    Report.ratio(lane.taken.p99(), beside.taken.p99()),
                    Report.ratio(lane.perSecond(), beside.perSecond()));
        }
        report.table(table);
        for (var lane : lanes) {
            if (lane.side.name().startsWith("chat")) {
                report.atMost(lane.side.name() + ", lost or doubled", lane.lost + lane.doubled, 0);
            }
        }
    }

    private void judge(List<Lane> lanes) {
        var javalin = named(lanes, JAVALIN_SSE);
        for (var name : List.of(OURS_SSE, OURS_WEBSOCKET)) {
            var ours = named(lanes, name);
            report.atMost(name + ", p99 beside a bare Javalin", ours.taken.p99() / javalin.taken.p99(), JAVALIN_AIM);
            lanes.stream()
                    .filter(lane -> lane.side.name().equals(WS))
                    .forEach(ws -> report.atMost(name + ", p99 beside ws", ours.taken.p99() / ws.taken.p99(), WS_AIM));
        }
        var second = (double) TimeUnit.SECONDS.toNanos(1);
        report.atMost(
                "seconds to connect a thousand",
                named(lanes, OURS_SSE).connected.p50() / second,
                CONNECT_AIM_SECONDS);
    }

    private void idle(List<Lane> lanes) {
        var listeners = effort.audiences().stream()
                .filter(audience -> audience <= JUDGED)
                .mapToInt(audience -> audience)
                .max()
                .orElseThrow();
        var beside = named(lanes, JAVALIN_SSE).side.heapOfIdle(listeners);
        var table = new Table("heap of each of " + listeners + " that only listen", "KiB", "ratio");
        for (var lane : lanes) {
            var heap = lane.side.heapOfIdle(listeners);
            table.row(
                    lane.side.name(), String.format(Locale.ROOT, "%.1f", heap / KIBIBYTE), Report.ratio(heap, beside));
            if (lane.side.name().equals(OURS_SSE)) {
                report.atMost("KiB of heap for each who listens by SSE", heap / KIBIBYTE, SSE_KIBIBYTES);
            } else if (lane.side.name().equals(OURS_WEBSOCKET)) {
                report.atMost("KiB of heap for each WebSocket", heap / KIBIBYTE, WEBSOCKET_KIBIBYTES);
            }
        }
        report.table(table);
    }

    private static Lane named(List<Lane> lanes, String name) {
        return lanes.stream()
                .filter(lane -> lane.side.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void closeAll(Deque<AutoCloseable> opened) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    /** One side and what was heard of it so far. */
    private static final class Lane {

        private final Side side;

        private Samples taken = new Samples();

        private Samples connected = new Samples();

        private Samples greeted = new Samples();

        private List<Double> speeds = new ArrayList<>();

        private long lost;

        private long doubled;

        Lane(Side side) {
            this.side = side;
        }

        void forget() {
            taken = new Samples();
            connected = new Samples();
            greeted = new Samples();
            speeds = new ArrayList<>();
            lost = 0;
            doubled = 0;
        }

        void add(Side.Heard heard) {
            taken.addAll(heard.taken());
            speeds.add(heard.perSecond());
            lost += heard.lost();
            doubled += heard.doubled();
            connected.add(heard.connected());
            greeted.add(heard.greeted());
        }

        double perSecond() {
            return speeds.stream().sorted().skip(speeds.size() / 2).findFirst().orElseThrow();
        }
    }
}
