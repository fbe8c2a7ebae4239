package dev.chatsessions.adapter.javalin;

import static dev.chatsessions.adapter.javalin.OmiCalls.array;
import static dev.chatsessions.adapter.javalin.OmiCalls.body;
import static dev.chatsessions.adapter.javalin.OmiCalls.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRoutesTest {

    private static final int PLENTY = 50;

    private final ScriptedAssistant assistant = new ScriptedAssistant();

    private final TestServer server =
            new TestServer(assistant, settings -> settings.unlimitedRate().unsignedWebhooks(true), options -> options);

    private final String ana = server.token("ana");

    private final OmiCalls omi = new OmiCalls(server);

    @BeforeEach
    void link() {
        omi.link(ana, "device-1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?uid=device-1                  | {"segments":%s}
            ''                             | {"uid":"device-1","segments":%s}
            ''                             | {"user_id":"device-1","session_id":"walk","segments":%s}
            ?session_id=walk&uid=device-1  | %s
            ?uid=device-1                  | {"uid":"device-1","session_id":"walk","segments":%s}
            ?token=x?uid=device-1          | {"session_id":"walk","segments":%s}
            ?session_id=device-1           | %s
            """)
    void names_come_in_the_address_or_in_the_body_with_an_object_or_a_bare_array(String query, String body) {
        var answer = Wire.ok(200, omi.post("/omi-webhook" + query, body.formatted(array(segment(0, "Good morning")))));

        assertEquals("{\"accepted\":1,\"skipped\":0,\"linked\":true}", answer.toString());
        assertEquals(List.of("Good morning"), heard());
    }

    @Test
    void a_speaker_is_told_by_name_or_by_number() {
        omi.post(
                "/omi-webhook?uid=device-1",
                "[{\"text\":\"one\",\"speaker\":\"SPEAKER_07\",\"speaker_id\":7,\"start\":0,\"end\":1},"
                        + "{\"text\":\"two\",\"speakerId\":2,\"start\":1,\"end\":2},"
                        + "{\"text\":\"three\",\"speaker_id\":12,\"start\":2.5,\"end\":3},"
                        + "{\"text\":\"four\",\"start\":4,\"end\":5}]");

        var messages = current().path("messages");
        assertEquals(List.of("SPEAKER_07", "SPEAKER_02", "SPEAKER_12", "null"), Wire.texts(messages, "speaker"));
        assertEquals("OMI_TRANSCRIPT", messages.path(0).path("source").asText());
        assertEquals("USER", messages.path(0).path("role").asText());
    }

    @Test
    void a_conversation_that_is_written_down_for_good_takes_the_place_of_what_was_heard() {
        omi.deliver("device-1", segment(0, "Lets start"), segment(1, "with eye OS"));

        var concluded = Wire.ok(200, omi.conclude("device-1", 1, segment(0, "Let's start with iOS.")));

        assertEquals("{\"accepted\":1,\"skipped\":0,\"linked\":true}", concluded.toString());
        assertEquals(List.of("Let's start with iOS."), heard());
        assertEquals("Number 1", current().path("conversation").path("title").asText());
        Wire.ok(200, omi.conclude("device-1", 1, segment(0, "Let's start with iOS.")));
        assertEquals(1, conversations());
    }

    @Test
    void what_is_no_transcript_is_answered_and_kept_nowhere() {
        var summary = omi.post(
                "/omi-webhook?uid=device-1",
                "{\"uid\":\"device-1\",\"summary\":\"a day\",\"summary_json\":{\"id\":1}}");
        var nobodys = omi.post("/omi-webhook", body(segment(0, "Who am I?")));
        var sound = server.send(HttpRequest.newBuilder(server.uri("/omi-webhook?sample_rate=16000&uid=device-1"))
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(new byte[3_200])));
        var setUp = server.get(ana, "/omi-webhook/setup-completed?uid=device-1");

        assertEquals(
                "{\"accepted\":0,\"skipped\":0,\"linked\":true}",
                Wire.ok(200, summary).toString());
        assertEquals(
                "{\"accepted\":0,\"skipped\":1,\"linked\":false}",
                Wire.ok(200, nobodys).toString());
        assertEquals("{}", Wire.ok(200, sound).toString());
        assertEquals("{\"is_setup_completed\":true}", Wire.ok(200, setUp).toString());
        assertEquals(0, conversations());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "null", "7", "\"text\"", "{\"segments\":[}", "{}{}", "{\"a\":1,\"a\":2}"})
    void what_cannot_be_read_is_refused(String body) {
        Wire.problem(400, "malformed-json", omi.post("/omi-webhook?uid=device-1", body));
    }

    @Test
    void an_answer_that_comes_at_once_is_told_within_the_call_and_nowhere_else() {
        var along = Optional.<String>empty();
        var later = new ArrayList<String>();
        for (var number = 0; along.isEmpty(); number++) {
            assertTrue(number < PLENTY, () -> "none came at once: " + later);
            assistant.say("Answer " + number + ".").finish();
            var asked = Wire.ok(200, omi.deliver("device-1", segment(number, "Hey Omi, what is " + number + "?")));
            along = Optional.of(asked.path("message").asText()).filter(text -> !text.isEmpty());
            if (along.isEmpty()) {
                later.add("device-1 Answer " + number + ".");
            }
        }
        assertTrue(heard().contains(along.get()), () -> heard().toString());

        var late = Wire.ok(200, omi.deliver("device-1", segment(100, "Hey Omi, and now?")));
        assistant.say("Later.").finish();
        later.add("device-1 Later.");

        assertFalse(late.has("message"), late::toString);
        awaitNothingToTell();
        assertEquals(later, server.told.answers().stream().sorted().toList());
    }

    @Test
    void a_device_is_answered_whatever_the_assistant_does() {
        var asked = Wire.ok(200, omi.deliver("device-1", segment(0, "Hey Omi, what is the time?")));

        assertEquals("{\"accepted\":1,\"skipped\":0,\"linked\":true}", asked.toString());
        assistant.fail("no clock");
        Wire.ok(200, omi.deliver("device-1", segment(100, "Hey Omi, are you there?")));
        assertEquals(
                List.of("Hey Omi, what is the time?", "Hey Omi, are you there?"),
                heard().stream().filter(text -> text.startsWith("Hey")).toList());
    }

    @Test
    void secrets_are_shown_once_listed_and_revoked() {
        var made = Wire.ok(201, server.post(ana, "/webhook-secrets", "{\"provider\":\"omi\",\"kind\":\"path\"}"));
        assertEquals(List.of("id", "provider", "kind", "secret", "created_at"), Wire.names(made));

        var listed = Wire.ok(200, server.get(ana, "/webhook-secrets"));
        assertEquals(
                List.of("id", "provider", "kind", "created_at"),
                Wire.names(listed.path("items").path(0)));
        assertEquals(List.of(made.path("id").asText()), Wire.texts(listed.path("items"), "id"));

        var path = "/omi-webhook/" + made.path("secret").asText() + "?uid=device-1";
        Wire.ok(200, omi.post(path, body(segment(0, "with a secret"))));
        assertEquals(
                204,
                server.delete(ana, "/webhook-secrets/" + made.path("id").asText())
                        .statusCode());
        Wire.problem(401, "signature-invalid", omi.post(path, body(segment(1, "without"))));
        assertEquals(List.of("with a secret"), heard());

        for (var body : Map.of("{\"kind\":\"path\"}", 422, "{\"provider\":\"omi\",\"kind\":\"none\"}", 422)
                .entrySet()) {
            Wire.problem(body.getValue(), "validation-failed", server.post(ana, "/webhook-secrets", body.getKey()));
        }
    }

    @Test
    void what_is_signed_as_github_has_it_is_known() {
        var secret = Wire.ok(201, server.post(ana, "/webhook-secrets", "{\"provider\":\"omi\",\"kind\":\"github\"}"))
                .path("secret")
                .asText();
        var body = body(segment(0, "signed"));

        var signed = server.send(signedAsGitHub(body, SignedCall.github(secret, body)));
        var forged = server.send(signedAsGitHub(body, SignedCall.github("another", body)));

        Wire.ok(200, signed);
        Wire.problem(401, "signature-invalid", forged);
        assertEquals(List.of("signed"), heard());
    }

    /** Until a device was told an answer and none waits for another, soon or late. */
    private void awaitNothingToTell() {
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (server.told.answers().isEmpty() || isSomethingToTell()) {
            assertTrue(System.nanoTime() < until, "a device still waits for an answer");
            Thread.onSpinWait();
        }
    }

    private boolean isSomethingToTell() {
        return !server.storage
                .read(stores -> stores.deviceAnswers().due(stores.now().plus(Duration.ofDays(1)), 10))
                .isEmpty();
    }

    private HttpRequest.Builder signedAsGitHub(String body, String signature) {
        return HttpRequest.newBuilder(server.uri("/omi-webhook?uid=device-1"))
                .header("Content-Type", "application/json")
                .header("X-Hub-Signature-256", signature)
                .POST(BodyPublishers.ofString(body));
    }

    private JsonNode current() {
        return Wire.ok(200, server.get(ana, "/conversations/current"));
    }

    private List<String> heard() {
        return Wire.texts(current().path("messages"), "text");
    }

    private int conversations() {
        return Wire.ok(200, server.get(ana, "/conversations")).path("items").size();
    }
}
