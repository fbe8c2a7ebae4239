package dev.chatsessions.benchmarks;

import dev.chatsessions.Caller;
import dev.chatsessions.MachineId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.WorkerId;
import dev.chatsessions.benchmarks.Report.Table;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.ReplyTicket;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.ThreadStart;
import dev.chatsessions.worker.WorkerApplication;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The time from a committed delta to its arrival at a client on this machine, beside that of as many bytes written to a
 * bare socket.
 */
final class DeltaLatency {

    private static final String WORDS = " and then the answer goes on";

    private final Effort effort;

    private final Report report;

    DeltaLatency(Effort effort, Report report) {
        this.effort = effort;
        this.report = report;
    }

    void run(String placeName) {
        var user = Caller.user("somebody");
        var worker = new Caller.Worker(new WorkerId("benchmark-worker"));
        try (var place = Place.open(placeName, 8)) {
            var clock = new CommitClock(place.storage());
            try (var core = SessionCore.builder().storage(clock).build();
                    var server = ChatServer.withLogin(core, user);
                    var wire = new Wire(server.port());
                    var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    var bareWire = new Wire(listening.getLocalPort());
                    var bareSocket = listening.accept()) {
                bareSocket.setTcpNoDelay(true);
                report.heading("delta-latency", place.name());
                var ticket = ticket(core, user, worker);
                wire.send(Wire.get("/sessions/" + ticket.reply().session() + "/events", ""));
                var ours = Arrivals.on(wire);
                ours.of("\"hello\"");
                var bare = Arrivals.on(bareWire);
                var producer = new Producer(core, clock, worker, ticket);
                var out = bareSocket.getOutputStream();
                measure(effort.requests() / 4, producer, ours, out, bare);
                print(measure(effort.requests(), producer, ours, out, bare));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static ReplyTicket ticket(SessionCore core, Caller.User user, Caller.Worker worker) {
        var application = new WorkerApplication(worker.id(), new MachineId("benchmark"), "A benchmark", 1);
        var code = core.workers().register(application, Optional.empty()).userCode();
        core.workers().approve(user, code, Optional.empty());
        var start = new SessionStart(
                SessionKind.WORKER, Optional.empty(), Optional.empty(), new Answerer.Worker(worker.id()));
        var session = core.sessions().start(user, start, RequestKey.none());
        var thread = core.threads().start(user, session.id(), ThreadStart.unnamed(), RequestKey.none());
        core.replies().ask(user, thread.id(), Question.of(Words.QUESTION), RequestKey.none());
        return core.replies().claim(worker, 1).get(0);
    }

    private static Both measure(int deltas, Producer producer, Arrivals ours, OutputStream out, Arrivals bare)
            throws IOException {
        var both = new Both(new Samples(), new Samples());
        for (var i = 0; i < deltas; i++) {
            var written = producer.append();
            both.ours.add(ours.of(written.mark) - written.at);

            var frame = ("data: " + "x".repeat(200) + written.mark + "\n\n").getBytes(StandardCharsets.US_ASCII);
            var start = System.nanoTime();
            out.write(frame);
            both.bare.add(bare.of(written.mark) - start);
        }
        return both;
    }

    private void print(Both both) {
        report.table(new Table("delta to client", "p50", "p99", "ratio p50", "ratio p99")
                .row(
                        "committed, to its frame",
                        Samples.readable(both.ours.p50()),
                        Samples.readable(both.ours.p99()),
                        Report.ratio(both.ours.p50(), both.bare.p50()),
                        Report.ratio(both.ours.p99(), both.bare.p99()))
                .row(
                        "bare socket",
                        Samples.readable(both.bare.p50()),
                        Samples.readable(both.bare.p99()),
                        Report.ratio(1, 1),
                        Report.ratio(1, 1)));
    }

    private record Both(Samples ours, Samples bare) {}

    private record Written(String mark, long at) {}

    /** Writes one delta after the other, each with a mark of its own. */
    private static final class Producer {

        private final SessionCore core;

        private final CommitClock clock;

        private final Caller worker;

        private final ReplyTicket ticket;

        private int count;

        private int offset;

        Producer(SessionCore core, CommitClock clock, Caller worker, ReplyTicket ticket) {
            this.core = core;
            this.clock = clock;
            this.worker = worker;
            this.ticket = ticket;
        }

        Written append() {
            var mark = "#" + count++ + ";";
            var text = mark + WORDS;
            core.replies().append(worker, ticket.reply().id(), ticket.fence(), new TextOffset(offset), text);
            offset += text.length();
            return new Written(mark, clock.committed());
        }
    }
}
