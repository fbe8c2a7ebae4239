package dev.chatsessions.adapter.javalin;

import java.util.Locale;
import java.util.function.Function;

/** The ways in for hostile input. */
enum Surfaces {
    /** What reads texts of clients, without a server around it. */
    PARSERS(server -> new HostileParsers()),
    /** Bodies of every route that takes one. */
    BODIES(HostileBodies::new),
    /** Cursors, limits and whatever else is asked for in a query. */
    QUERIES(HostileQueries::new),
    /** Places to resume server-sent events from. */
    EVENT_IDS(HostileEventIds::new),
    /** What is sent on a WebSocket. */
    FRAMES(HostileFrames::new),
    /** What a delivery shows of its sender. */
    SIGNATURES(HostileSignatures::new);

    private final Function<HostileServer, Surface> opened;

    Surfaces(Function<HostileServer, Surface> opened) {
        this.opened = opened;
    }

    Surface open(HostileServer server) {
        return opened.apply(server);
    }

    static Surfaces named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
