package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.Caller;
import dev.chatsessions.DeviceId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.webhook.Segment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An hour of talk is the same transcript, however its pieces come. */
abstract class RecordedHourUseCases extends HearingUseCases {

    private static final long SEED = 20_261_121;

    private final List<List<Segment>> hour = hour(new Random(SEED));

    @Test
    void a_recorded_hour_is_the_same_shuffled_repeated_at_once_before_and_after_linking() {
        var expected = inOrder(ANN, NECKLACE);
        assertEquals(hour.stream().mapToInt(List::size).sum(), expected.size());

        var shuffled = new ArrayList<>(hour);
        IntStream.range(0, 2).forEach(copy -> shuffled.addAll(hour));
        Collections.shuffle(shuffled, new Random(SEED));
        var late = new DeviceId(NECKLACE.provider(), "linked-late");
        allAtOnce(late, shuffled.subList(0, shuffled.size() / 2));
        assertEquals(List.of(), conversations(BOB));
        link(BOB, late);
        allAtOnce(late, shuffled.subList(shuffled.size() / 2, shuffled.size()));

        assertEquals(1, conversations(BOB).size(), "conversations, seed " + SEED);
        assertEquals(expected, heard(BOB, current(BOB).thread().id()), "seed " + SEED);
    }

    @Test
    void what_comes_to_two_nodes_while_the_device_is_being_linked_is_one_conversation() {
        var other = node(new ScriptedAssistant());
        // A first time takes so long that others would not wait for it.
        deliver(NECKLACE, said("first", "One.", 0, 1));
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("second", "Two.", 1, 2));
        for (var number = 0; number < 3; number++) {
            var device = new DeviceId(NECKLACE.provider(), "linked-in-between-" + number);
            var user = Caller.user("user-" + number);
            var code =
                    chat.links().start(user, device, Optional.empty()).shown().orElseThrow();

            Collision.allServed(6, party -> () -> {
                if (party == 0) {
                    chat.links().confirm(user, device, code.digits(), Optional.empty());
                }
                var said = delivery(device, List.of(said("s" + party, "Piece " + party + ".", party, party + 1)));
                return (party % 2 == 0 ? chat : other)
                        .webhooks()
                        .deliver(new Caller.Device(device), said, RequestKey.none());
            });
            sweep();

            assertEquals(1, conversations(user).size(), device.uid());
            assertEquals(
                    IntStream.range(0, 6)
                            .mapToObj(piece -> "Piece " + piece + ".")
                            .toList(),
                    heard(user, current(user).thread().id()));
        }
    }

    private List<String> inOrder(Caller caller, DeviceId device) {
        link(caller, device);
        hour.forEach(segments -> deliver(delivery(device, segments), RequestKey.none()));
        return heard(caller, current(caller).thread().id());
    }

    private void allAtOnce(DeviceId device, List<List<Segment>> calls) {
        var left = new ConcurrentLinkedQueue<>(calls);
        Collision.allServed(8, party -> () -> {
            for (var next = left.poll(); next != null; next = left.poll()) {
                deliver(delivery(device, next), RequestKey.none());
            }
            return party;
        });
    }

    /** Some with ids and some without, some said at the same moment, some the same words. */
    private List<List<Segment>> hour(Random random) {
        var calls = new ArrayList<List<Segment>>();
        var at = 0.0;
        for (var number = 0; at < 3_600; number++) {
            var call = new ArrayList<Segment>();
            for (var piece = 0; piece <= random.nextInt(4); piece++) {
                var end = at + 0.2 + random.nextInt(40) / 10.0;
                var text = random.nextInt(4) == 0 ? "Yes." : "Piece " + number + "." + piece;
                var id = random.nextInt(3) == 0 ? Optional.<String>empty() : Optional.of(number + "-" + piece);
                var speaker = "SPEAKER_0" + random.nextInt(3);
                call.add(new Segment(id, text, Optional.of(speaker), true, seconds(at), seconds(end)));
                at = random.nextInt(8) == 0 ? at : end;
            }
            calls.add(call);
            at += 10 + random.nextInt(300) / 10.0;
        }
        return calls;
    }
}
