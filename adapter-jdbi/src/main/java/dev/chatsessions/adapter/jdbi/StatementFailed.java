package dev.chatsessions.adapter.jdbi;

import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;

/** What the driver threw, on its way through a work, which throws nothing checked. */
final class StatementFailed extends JdbiException {

    private static final long serialVersionUID = 1L;

    StatementFailed(SQLException cause) {
        super(cause);
    }
}
