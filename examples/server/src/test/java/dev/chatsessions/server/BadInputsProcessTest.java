package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of {@code bad-inputs.tsv} that are about the program: its settings, command lines, databases and its end. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputsProcessTest {

    private final BadInputRows rows = new BadInputRows();

    private final DurablePostgres postgres = DurablePostgres.start();

    private BadTokens tokens;

    @BeforeAll
    void collect(@TempDir Path folder) {
        var program = new Program(folder);
        tokens = new BadTokens(program);
        tokens.addTo(rows);
        new BadSettings(program).addTo(rows);
        new BadCommandLines(program).addTo(rows);
        new BadDatabases(program, postgres).addTo(rows);
        var database = postgres.database();
        new BadOperations(program, postgres, database).addTo(rows);
        new LargeExport(program, postgres, database).addTo(rows);
        new BadLines(folder).addTo(rows);
        new LostNode(program, postgres).addTo(rows);
    }

    @AfterAll
    void stop() {
        tokens.close();
        postgres.close();
    }

    static List<BadInput> rowsToAnswer() {
        return BadInput.all();
    }

    @Test
    void every_row_of_this_module_is_tested() {
        assertEquals(new TreeSet<>(BadInput.all().stream().map(BadInput::id).toList()), rows.ids());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rowsToAnswer")
    void a_bad_input_is_answered_as_its_row_says(BadInput row) {
        rows.test(row);
    }
}
