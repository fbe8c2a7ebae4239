package dev.chatsessions.adapter.jdbi;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** Stands before a data source and writes down what is sent through it: one entry per execution. */
final class Recorder {

    private final DataSource source;

    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();

    Recorder(DataSource source) {
        this.source = source;
    }

    DataSource source() {
        return proxy(
                DataSource.class,
                (proxy, method, arguments) -> method.getName().equals("getConnection")
                        ? connection((Connection) call(source, method, arguments))
                        : call(source, method, arguments));
    }

    /** What was sent since the last time this was asked. */
    List<Sent> take() {
        var taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    private Connection connection(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "prepareStatement" ->
                statement((PreparedStatement) call(connection, method, arguments), (String) arguments[0]);
            case "commit", "rollback" -> {
                sent.add(new Sent(method.getName(), List.of()));
                yield call(connection, method, arguments);
            }
            default -> call(connection, method, arguments);
        });
    }

    private PreparedStatement statement(PreparedStatement statement, String sql) {
        var bindings = new ArrayList<Binding>();
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (method.getName().startsWith("set") && arguments.length >= 2 && arguments[0] instanceof Integer) {
                bindings.add(new Binding(method, arguments));
            } else if (method.getName().startsWith("execute")) {
                sent.add(new Sent(sql, List.copyOf(bindings)));
            }
            return call(statement, method, arguments);
        });
    }

    static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Recorder.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    static Object call(Object target, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    /** One round trip: a statement, or several behind one another. */
    record Sent(String sql, List<Binding> bindings) {

        private static final Pattern FINDING = Pattern.compile("\\s*(select|update|delete|with|merge)\\b");

        /** Its statements, each with the bindings that are its own. */
        List<Sent> split() {
            var parts = new ArrayList<Sent>();
            var from = 0;
            for (var part : sql.split(";\n")) {
                var count = (int) part.chars().filter(unit -> unit == '?').count();
                parts.add(new Sent(part, bindings.subList(from, from + count)));
                from += count;
            }
            return parts;
        }

        /** Whether it has rows to find, and so a plan. */
        boolean findsRows() {
            return FINDING.matcher(sql).lookingAt();
        }
    }

    /** A parameter as it was set. */
    record Binding(Method method, Object[] arguments) {

        void apply(PreparedStatement statement, int position) throws SQLException {
            try {
                var moved = arguments.clone();
                moved[0] = position;
                method.invoke(statement, moved);
            } catch (ReflectiveOperationException failure) {
                throw new SQLException(failure);
            }
        }
    }
}
