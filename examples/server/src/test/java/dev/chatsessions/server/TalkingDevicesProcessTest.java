package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An hour of a device's talk reaches three servers on one PostgreSQL: in its order, and once more shuffled, three times
 * each, eight calls at once, on lines that are cut, before and after it was linked. Its user reads the same each time.
 */
@Timeout(300)
final class TalkingDevicesProcessTest {

    private static final long SEED = 20_261_121;

    private static final int COPIES = 3 * Integer.getInteger("chat-sessions.kills", 1);

    private static final int AT_ONCE = 8;

    private static final String DEVICE = "necklace";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path folder;

    /** The segments of each call. */
    private final List<ArrayNode> hour = hour(new Random(SEED));

    /** A call, under a key that stays the same however often it is made. */
    private record Call(String session, int number, ArrayNode segments) {

        /** As devices do, until it is answered. */
        Call deliver(Cluster cluster, Random random) throws InterruptedException {
            for (var tries = 1; !isAnswered(cluster, random); tries++) {
                assertTrue(tries < 100, () -> "call " + number + " is not answered");
            }
            return this;
        }

        private boolean isAnswered(Cluster cluster, Random random) throws InterruptedException {
            var request = HttpRequest.newBuilder(
                            cluster.any(random).resolve("/omi-webhook?uid=" + DEVICE + "&session_id=" + session))
                    .timeout(Duration.ofSeconds(20))
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", session + "-" + number)
                    .POST(BodyPublishers.ofString("{\"segments\":" + segments + "}"))
                    .build();
            try {
                return HTTP.send(request, BodyHandlers.ofString()).statusCode() == 200;
            } catch (IOException cut) {
                return false;
            }
        }
    }

    @Test
    void an_hour_of_talk_is_the_same_transcript_however_it_comes() throws Exception {
        try (var cluster = Cluster.start(folder, 3, DurablePostgres.newDatabase(), "--profile=dev")) {
            var random = new Random(SEED);
            var ann = cluster.client(0, "ann");
            var shuffled = new ArrayList<Call>();
            IntStream.range(0, COPIES).forEach(copy -> shuffled.addAll(calls("shuffled")));
            Collections.shuffle(shuffled, random);

            atOnce(cluster, shuffled.subList(0, shuffled.size() / 2));
            assertEquals(List.of(), heard(ann));
            link(ann);
            for (var call : calls("in-order")) {
                call.deliver(cluster, random);
            }
            atOnce(cluster, shuffled.subList(shuffled.size() / 2, shuffled.size()));

            var both = List.of(said(), said());
            Patience.until(() -> heard(ann).equals(both), () -> "seed " + SEED + ": " + both + "\n" + heard(ann));
            assertTrue(cluster.cuts() > 0, "no line was cut");
        }
    }

    private List<Call> calls(String session) {
        return IntStream.range(0, hour.size())
                .mapToObj(number -> new Call(session, number, hour.get(number)))
                .toList();
    }

    /** Each of the parties cuts all lines to some node now and then. */
    private static void atOnce(Cluster cluster, List<Call> calls) throws Exception {
        var left = new ConcurrentLinkedQueue<>(calls);
        var threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            var parties = new ArrayList<Callable<Integer>>();
            for (var party = 0; party < AT_ONCE; party++) {
                var random = new Random(SEED + party);
                parties.add(() -> {
                    var made = 0;
                    for (var next = left.poll(); next != null; next = left.poll()) {
                        next.deliver(cluster, random);
                        if (++made % 3 == 0) {
                            cluster.line(random.nextInt(cluster.size())).reset();
                        }
                    }
                    return made;
                });
            }
            for (var party : threads.invokeAll(parties)) {
                party.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Codes are slow to make and to compare, so there is one for both sessions of the device. */
    private static void link(ChatClient user) {
        var device = "{\"omi_user_id\":\"" + DEVICE + "\"";
        var code = user.post("/link/omi/start", device + "}").path("dev_code").asText();
        user.post("/link/omi/confirm", device + ",\"code\":\"" + code + "\"}");
    }

    private List<String> said() {
        return hour.stream().flatMap(call -> texts(call).stream()).toList();
    }

    /** What was said in each of the user's conversations. */
    private static List<List<String>> heard(ChatClient user) {
        var heard = new ArrayList<List<String>>();
        for (var conversation : user.get("/conversations").path("items")) {
            var path = "/conversations/" + conversation.path("id").asText() + "/messages?limit=1000";
            heard.add(texts(user.get(path).path("items")));
        }
        return heard;
    }

    private static List<String> texts(JsonNode segments) {
        return StreamSupport.stream(segments.spliterator(), false)
                .map(each ->
                        each.path("speaker").asText() + ": " + each.path("text").asText())
                .toList();
    }

    /** Some segments with ids and some without, some with the same words. */
    private static List<ArrayNode> hour(Random random) {
        var calls = new ArrayList<ArrayNode>();
        var at = 0.0;
        for (var number = 0; at < 3_600; number++) {
            var call = JSON.createArrayNode();
            for (var piece = 0; piece <= random.nextInt(4); piece++) {
                var end = at + 0.2 + random.nextInt(40) / 10.0;
                var segment = call.addObject()
                        .put("text", random.nextInt(4) == 0 ? "Yes." : "Piece " + number + "." + piece)
                        .put("speaker", "SPEAKER_0" + random.nextInt(3))
                        .put("start", at)
                        .put("end", end);
                if (random.nextInt(3) > 0) {
                    segment.put("id", number + "-" + piece);
                }
                at = end;
            }
            calls.add(call);
            at += 60 + random.nextInt(600) / 10.0;
        }
        return calls;
    }
}
