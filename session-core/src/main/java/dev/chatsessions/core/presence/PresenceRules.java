package dev.chatsessions.core.presence;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ClientId;
import dev.chatsessions.SessionId;
import dev.chatsessions.presence.Participant;
import dev.chatsessions.spi.PresenceStore.Held;
import dev.chatsessions.spi.PresenceStore.StoredPresence;
import dev.chatsessions.spi.SessionAccess;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who is there by what is kept. Pure. */
final class PresenceRules {

    private PresenceRules() {}

    /** A client, as others tell it from the rest. */
    record Client(String caller, ClientId id) {
        static Client of(StoredPresence presence) {
            return new Client(presence.caller(), presence.client());
        }
    }

    /** Whether a connection lasts, or was left so recently that its client may yet come back. */
    static boolean isHere(Held held, Instant now, PresenceSettings settings) {
        var away = held.presence().leftAt().filter(at -> at.isBefore(now.minus(settings.grace())));
        return away.isEmpty() && held.until().filter(end -> !end.isBefore(now)).isPresent();
    }

    /** The clients that are there, longest first. */
    static List<Participant> participants(Collection<Held> all, Instant now, PresenceSettings settings) {
        var since = all.stream()
                .filter(held -> isHere(held, now, settings))
                .map(Held::presence)
                .sorted(Comparator.comparing(StoredPresence::enteredAt).thenComparing(StoredPresence::id))
                .collect(toMap(Client::of, StoredPresence::enteredAt, (first, later) -> first, LinkedHashMap::new));
        return since.entrySet().stream()
                .map(entry ->
                        new Participant(entry.getKey().caller(), entry.getKey().id(), entry.getValue()))
                .toList();
    }

    /** The same by session, of those where somebody is. */
    static Map<SessionId, List<Participant>> participantsOfEach(
            Collection<Held> all, Instant now, PresenceSettings settings) {
        return all.stream()
                .filter(held -> isHere(held, now, settings))
                .collect(groupingBy(
                        held -> held.presence().session(),
                        collectingAndThen(toList(), here -> participants(here, now, settings))));
    }

    /** How many connections whoever enters by {@code access} may have. */
    static int room(SessionAccess access, PresenceSettings settings) {
        return access instanceof SessionAccess.Guest ? settings.mostOfGuest() : settings.most();
    }

    /** Refuses a connection more than the session may have open. */
    static void requireRoom(List<StoredPresence> here, PresenceSettings settings) {
        if (open(here).count() >= settings.most()) {
            throw new Conflict(
                    "too-many-connections", "the session has " + settings.most() + " connections; close one first");
        }
    }

    /** Refuses one more than the session, or this caller, may have open. */
    static void requireRoom(List<StoredPresence> here, String caller, int room, PresenceSettings settings) {
        requireRoom(here, settings);
        if (open(here).map(StoredPresence::caller).filter(caller::equals).count() >= room) {
            throw new Conflict("too-many-connections", "you have " + room + " connections here; close one first");
        }
    }

    private static Stream<StoredPresence> open(List<StoredPresence> here) {
        return here.stream().filter(presence -> presence.leftAt().isEmpty());
    }

    /** The caller's connections that are left, but for so many of the latest: those his clients may yet come back to. */
    static List<StoredPresence> givingWay(List<StoredPresence> here, String caller, int room) {
        return here.stream()
                .filter(presence ->
                        presence.leftAt().isPresent() && presence.caller().equals(caller))
                .sorted(Comparator.comparing(
                                (StoredPresence presence) -> presence.leftAt().orElseThrow())
                        .reversed())
                .skip(room)
                .toList();
    }
}
