package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The program that is killed: makes turns without end, and tells of each once it is acknowledged. */
final class Writer {

    private Writer() {}

    /** Needs the URL and the chat's owner, session and thread. */
    public static void main(String... arguments) throws SQLException {
        var chat = new Chat(new UserId(arguments[1]), SessionId.parse(arguments[2]), ThreadId.parse(arguments[3]));
        var source = source(arguments[0]);
        var storage = JdbiStorage.builder(source).schema("killed").build();
        // Held open beside those of the works; H2 would close the file and open it anew for each of them.
        try (var held = source.getConnection()) {
            while (!held.isClosed()) {
                var grown = chat.turn(storage, "Where to?", "Lisbon.");
                System.out.println(grown.lastPosition());
                System.out.flush();
            }
        }
    }

    static DataSource source(String url) {
        if (url.startsWith("jdbc:h2:")) {
            var source = new JdbcDataSource();
            source.setURL(url);
            return source;
        }
        var source = new PGSimpleDataSource();
        source.setURL(url);
        return source;
    }
}
