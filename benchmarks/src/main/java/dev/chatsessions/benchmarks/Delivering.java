package dev.chatsessions.benchmarks;

import dev.chatsessions.Caller;
import dev.chatsessions.DeviceId;
import dev.chatsessions.LinkId;
import dev.chatsessions.PageRequest;
import dev.chatsessions.Provider;
import dev.chatsessions.UserId;
import dev.chatsessions.benchmarks.Report.Table;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.link.DeviceLink;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** What devices cost of which each delivers what it heard once a second, beside fewer of them. */
final class Delivering {

    private static final Provider OMI = new Provider("omi");

    /** Enough connections that a call need not wait for another one's answer. */
    private static final int CALLERS = 32;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** An answer may take so long. */
    private static final double AIM_MILLIS = 500;

    private final Effort.Live effort;

    private final Report report;

    Delivering(Effort effort, Report report) {
        this.effort = effort.live();
        this.report = report;
    }

    void run(String placeName) {
        try (var place = Place.open(placeName, 16);
                var core = SessionCore.builder().storage(place.storage()).build();
                var server = ChatServer.withTokens(core)) {
            report.heading("deliveries, one a second and device", place.name());
            measure(place, core, server, "warm", effort.clients());
            var table = new Table(
                    "devices",
                    "deliveries/s",
                    "answered, p50",
                    "p99",
                    "lost",
                    "CPU, server and client",
                    "CPU, database",
                    "p99, ratio");
            Optional<Double> before = Optional.empty();
            for (var devices : List.of(Math.max(1, effort.clients() / 10), effort.clients())) {
                place.settle();
                var measured = measure(place, core, server, "of-" + devices, devices);
                var p99 = measured.answered.p99();
                measured.print(table, devices, p99 / before.orElse(p99));
                before = Optional.of(p99);
            }
            report.table(table);
            report.atMost("p99 of the answer, ms", before.orElseThrow() / 1_000_000, AIM_MILLIS);
        }
    }

    private Measured measure(Place place, SessionCore core, ChatServer server, String name, int devices) {
        link(place, name, devices);
        var rounds = (int) Math.max(2, effort.answering().toSeconds());
        var database = place.databaseTime();
        var process = cpu();
        var start = System.nanoTime();
        var answered = delivered(server.port(), name, devices, rounds);
        var seconds = (System.nanoTime() - start) / (double) SECOND;
        var lost = (long) devices * rounds - kept(core, name, devices);
        return new Measured(
                answered,
                devices * rounds / seconds,
                lost,
                (cpu() - process) / (double) SECOND / seconds,
                place.databaseTime().minus(database).toNanos() / (double) SECOND / seconds);
    }

    private static void link(Place place, String name, int devices) {
        for (var number = 0; number < devices; number++) {
            var device = device(name, number);
            var owner = new UserId("user-" + device.uid());
            place.storage()
                    .write(stores -> stores.deviceLinks()
                            .insert(new DeviceLink(
                                    new LinkId(UUID.randomUUID()), device, owner, stores.now(), Optional.empty())));
        }
    }

    /** Each device has its moment in each second; who is late is late from that moment on. */
    private static Samples delivered(int port, String name, int devices, int rounds) {
        var next = new AtomicInteger();
        var start = System.nanoTime() + SECOND / 10;
        var threads = Executors.newFixedThreadPool(CALLERS);
        try {
            var callers = new ArrayList<Callable<Samples>>();
            for (var caller = 0; caller < CALLERS; caller++) {
                callers.add(() -> calls(port, name, devices, rounds, next, start));
            }
            var all = new Samples();
            for (var samples : threads.invokeAll(callers)) {
                all.addAll(samples.get());
            }
            return all;
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Samples calls(int port, String name, int devices, int rounds, AtomicInteger next, long start) {
        var samples = new Samples();
        try (var wire = new Wire(port)) {
            for (var call = next.getAndIncrement(); call < devices * rounds; call = next.getAndIncrement()) {
                var due = start + call * SECOND / devices;
                for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                var uid = device(name, call % devices).uid();
                wire.call(Wire.post("/omi-webhook?uid=" + uid, "", heard(call / devices)));
                samples.add(System.nanoTime() - due);
            }
        }
        return samples;
    }

    private static String heard(int second) {
        return "{\"segments\":[{\"id\":\"" + UUID.randomUUID() + "\",\"text\":\"" + Words.QUESTION
                + "\",\"speaker\":\"SPEAKER_00\",\"is_user\":true,\"start\":" + second + ",\"end\":" + (second + 1)
                + "}]}";
    }

    private static long kept(SessionCore core, String name, int devices) {
        var kept = 0L;
        for (var number = 0; number < devices; number++) {
            var user = Caller.user("user-" + device(name, number).uid());
            for (var conversation :
                    core.webhooks().conversations(user, PageRequest.first(100)).items()) {
                kept += conversation.thread().messageCount();
            }
        }
        return kept;
    }

    private static DeviceId device(String name, int number) {
        return new DeviceId(OMI, name + "-" + number);
    }

    private static long cpu() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }

    private record Measured(Samples answered, double perSecond, long lost, double process, double database) {

        void print(Table table, int devices, double growth) {
            table.row(
                    Integer.toString(devices),
                    Report.ratio(perSecond, 1),
                    Samples.readable(answered.p50()),
                    Samples.readable(answered.p99()),
                    Long.toString(lost),
                    Report.ratio(process, 1),
                    Report.ratio(database, 1),
                    Report.ratio(growth, 1));
        }
    }
}
