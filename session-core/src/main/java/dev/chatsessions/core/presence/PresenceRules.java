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
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    static void requireRoom(int connections, PresenceSettings settings) {
        if (connections >= settings.most()) {
            throw new Conflict(
                    "too-many-connections", "the session has " + settings.most() + " connections; close one first");
        }
    }
}
