package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.DeviceId;
import dev.chatsessions.SessionId;
import dev.chatsessions.spi.OrphanStore.Orphan;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The sessions that are nobody's. */
final class OrphanRows {

    private final Table<SessionId, Row> orphans;

    private final Lookup<Name, Row> waiting;

    private final Listing<DeviceId, UUID, Row> waitingOf;

    private final Listing<Boolean, Moment, Row> byHearing;

    private final Listing<DeviceId, UUID, Row> allOf;

    OrphanRows(Journal journal) {
        orphans = new Table<>(journal, row -> row.orphan().session());
        waiting = orphans.lookup(
                row -> Optional.of(new Name(row.orphan().device(), row.orphan().name()))
                        .filter(any -> row.waits()));
        waitingOf = orphans.listing(
                row -> Optional.of(row.orphan().device()).filter(any -> row.waits()), Row::id, Order.OF_IDS);
        allOf = orphans.listing(row -> Optional.of(row.orphan().device()), Row::id, Order.OF_IDS);
        byHearing = orphans.listing(
                row -> Optional.of(true), row -> new Moment(row.orphan().heardAt(), row.id()), Moment.ORDER);
    }

    Optional<Row> find(SessionId session) {
        return orphans.find(session);
    }

    Optional<Orphan> waiting(DeviceId device, String name) {
        return waiting.find(new Name(device, name)).map(Row::orphan);
    }

    Stream<Row> waiting(DeviceId device) {
        return waitingOf.of(device).ascending();
    }

    /** Those that do not wait too. */
    Stream<Row> all(DeviceId device) {
        return allOf.of(device).ascending();
    }

    /** Longest ago first. */
    Stream<Orphan> heardBefore(Instant before) {
        return byHearing.of(true).ascendingBefore(Moment.firstAt(before)).map(Row::orphan);
    }

    void put(Row row) {
        orphans.put(row);
    }

    void remove(Row row) {
        orphans.remove(row);
    }

    /** An orphan, and whether it waits to be claimed. */
    record Row(Orphan orphan, boolean waits) {
        UUID id() {
            return orphan.session().value();
        }
    }

    private record Name(DeviceId device, String name) {}
}
