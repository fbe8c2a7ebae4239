package dev.chatsessions.adapter.jdbi;

import java.sql.Connection;
import javax.sql.DataSource;

/** Stands before a data source as a program whose statements forget whose sessions they want. */
final class Forgetful {

    private Forgetful() {}

    static DataSource before(DataSource source) {
        return Recorder.proxy(
                DataSource.class,
                (proxy, method, arguments) -> method.getName().equals("getConnection")
                        ? connection((Connection) Recorder.call(source, method, arguments))
                        : Recorder.call(source, method, arguments));
    }

    private static Connection connection(Connection connection) {
        return Recorder.proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("prepareStatement")) {
                arguments[0] = ((String) arguments[0]).replace("s.owner_key = ?", "(s.owner_key = ? or true)");
            }
            return Recorder.call(connection, method, arguments);
        });
    }
}
