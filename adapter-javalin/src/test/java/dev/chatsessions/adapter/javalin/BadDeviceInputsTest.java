package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of {@code bad-inputs.tsv} about links of devices and what they deliver, on the databases too. */
@Tag("not-the-jdk")
class BadDeviceInputsTest {

    @Nested
    class OnH2 extends Rows {
        OnH2() {
            super(Backend.H2);
        }
    }

    @Nested
    class OnPostgresql extends Rows {
        OnPostgresql() {
            super(Backend.POSTGRESQL);
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Rows {

        private final Target target;

        private final BadWorkers workers;

        private final BadInputRows rows = new BadInputRows();

        Rows(Backend backend) {
            target = new Target(backend);
            workers = new BadWorkers(backend);
            new BadLinks(target).addTo(rows);
            new BadSignatures(target).addTo(rows);
            new BadDeliveries(target).addTo(rows);
            workers.addTo(rows);
        }

        @AfterAll
        void stop() {
            workers.close();
            target.close();
        }

        static Stream<BadInput> rowsOfDevices() {
            return BadInput.all().stream().filter(row -> row.id().matches("[LW].*"));
        }

        @Test
        void every_row_is_tested() {
            assertTrue(rows.ids().containsAll(rowsOfDevices().map(BadInput::id).toList()));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("rowsOfDevices")
        void a_bad_input_is_answered_as_its_row_says(BadInput row) {
            rows.test(row);
        }
    }
}
