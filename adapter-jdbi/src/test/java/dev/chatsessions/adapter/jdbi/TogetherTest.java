package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which statements become one. */
final class TogetherTest {

    private static final String ADD = "insert into ${schema}.messages (id) values (?)";

    private static final String COUNT = "update ${schema}.threads set message_count = ? where id = ?";

    private static final String CLEAR = "delete from ${schema}.messages where thread_id = ?";

    private static final String SPEND =
            "with entry as (insert into ${schema}.usage_entries (id) values (?) returning id)"
                    + " insert into ${schema}.usage_sums (id) select id from entry";

    @Test
    void what_touches_different_tables_is_one_statement() {
        var together = Together.of(List.of(ADD, COUNT));

        assertEquals(List.of(new Together("with part_1 as (" + ADD + ")\n" + COUNT, List.of(0, 1))), together);
    }

    @Test
    void what_touches_the_same_table_keeps_its_order() {
        assertEquals(
                List.of(new Together(CLEAR, List.of(0)), new Together(ADD, List.of(1))),
                Together.of(List.of(CLEAR, ADD)));
    }

    @Test
    void a_statement_with_parts_of_its_own_comes_last_and_alone() {
        var one = "with part_1 as (" + ADD + "),\npart_2 as (" + COUNT + "),\n" + SPEND.substring("with ".length());

        assertEquals(List.of(new Together(one, List.of(0, 2, 1))), Together.of(List.of(ADD, SPEND, COUNT)));
        assertEquals(
                List.of(new Together(SPEND, List.of(0)), new Together(SPEND, List.of(1))),
                Together.of(List.of(SPEND, SPEND)));
    }
}
