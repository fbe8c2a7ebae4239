package dev.chatsessions.adapter.jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Makes of the row at which a result stands what it says. */
@FunctionalInterface
interface Row<T> {

    T read(ResultSet row) throws SQLException;
}
