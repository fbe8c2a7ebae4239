package dev.chatsessions.adapter.jdbi;

import java.util.List;
import java.util.Optional;

/** What is done alike to many rows of a table, and can be one statement. */
interface Alike {

    String table();

    String sql(Dialect dialect, int rows);

    /** What the question marks of that statement stand for. */
    Values values(List<Values> rows);

    /** What no two rows of one statement may share; empty where that does not matter. */
    Optional<Object> identity(Values values);
}
