package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rows of {@code bad-inputs.tsv} that are about HTTP, on a running server, with a healthy stream beside that must not
 * notice.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("not-the-jdk")
class BadInputsTest {

    private static final String HERE = "adapter-javalin";

    private final Target target = new Target();

    private final HealthyStream healthy = new HealthyStream(target);

    private final BadInputRows rows = new BadInputRows();

    private final BadWorkers workers = new BadWorkers(Backend.MEMORY);

    BadInputsTest() {
        new BadJson(target).addTo(rows);
        new BadFields(target).addTo(rows);
        new BadParameters(target).addTo(rows);
        new BadCredentials(target).addTo(rows);
        new BadHttp(target).addTo(rows);
        new BadStates(target).addTo(rows);
        new BadStreams(target).addTo(rows);
        new BadPlaces(target).addTo(rows);
        new BadLinks(target).addTo(rows);
        new BadSignatures(target).addTo(rows);
        new BadDeliveries(target).addTo(rows);
        new HostileTexts(target).addTo(rows);
        new StreamEnds(target).addTo(rows);
        new BadHandshakes(target).addTo(rows);
        new BadFrames(target).addTo(rows);
        new SocketEnds(target).addTo(rows);
        new BadShared(target).addTo(rows);
        new BadSessions(target).addTo(rows);
        workers.addTo(rows);
    }

    @AfterAll
    void stop() {
        workers.close();
        healthy.close();
        target.close();
    }

    static Stream<BadInput> rowsToAnswer() {
        return BadInput.all().stream().filter(row -> row.testedIn().equals(HERE));
    }

    @Test
    void every_row_is_tested_or_waits_for_something() {
        var tested = new TreeMap<String, Integer>();
        var waiting = new TreeMap<String, Integer>();
        for (var row : BadInput.all()) {
            assertNotEquals(row.testedIn().isEmpty(), row.waitsFor().isEmpty(), row::toString);
            if (row.waitsFor().isEmpty()) {
                tested.merge(row.testedIn(), 1, Integer::sum);
            } else {
                waiting.merge(row.waitsFor(), 1, Integer::sum);
            }
        }
        System.out.println("bad inputs: tested " + tested + ", waiting " + waiting);

        assertEquals(new TreeSet<>(rowsToAnswer().map(BadInput::id).toList()), rows.ids());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rowsToAnswer")
    void a_bad_input_is_answered_as_its_row_says(BadInput row) {
        rows.test(row);

        healthy.requireHearing();
    }
}
