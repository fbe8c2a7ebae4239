package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.ChatSessionsException.Unavailable;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;

/** Tells the failures of databases and drivers apart. */
final class Failures {

    private Failures() {}

    /** The failure's part that came from the driver; empty when it came from elsewhere. */
    static Optional<SQLException> ofDriver(Throwable failure) {
        if (failure instanceof SQLException sql) {
            return Optional.of(sql);
        }
        return failure instanceof JdbiException && failure.getCause() != null
                ? ofDriver(failure.getCause())
                : Optional.empty();
    }

    static boolean isUniqueViolation(Throwable failure) {
        return ofDriver(failure)
                .filter(driver -> "23505".equals(driver.getSQLState()))
                .isPresent();
    }

    static Unavailable unavailable(Throwable failure) {
        return new Unavailable(
                "storage-unavailable",
                "the database did not carry it out, nothing was stored; try again",
                cause(failure));
    }

    static Unavailable outcomeUnknown(Throwable failure) {
        return new Unavailable(
                "outcome-unknown",
                "the database was lost while committing; repeat with the same request key to learn what happened",
                cause(failure));
    }

    /** What the driver said, without the statement that JDBI repeats: operators read causes in logs. */
    private static Throwable cause(Throwable failure) {
        return ofDriver(failure).<Throwable>map(driver -> driver).orElse(failure);
    }
}
