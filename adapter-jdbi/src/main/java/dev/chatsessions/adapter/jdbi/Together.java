package dev.chatsessions.adapter.jdbi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Statements of PostgreSQL as one, which is planned, started and answered once. All its parts see the tables as they were
 * before it, so only statements that name no table twice between them are put together: none could see what another did.
 *
 * @param order the places of the statements whose parameters it takes, one after the other
 */
record Together(String sql, List<Integer> order) {

    private static final Pattern TABLE = Pattern.compile("\\$\\{schema}\\.(\\w+)");

    private static final String WITH = "with ";

    /** The statements, in their order where that matters, as few as they can be. */
    static List<Together> of(List<String> statements) {
        var groups = new ArrayList<Group>();
        for (var place = 0; place < statements.size(); place++) {
            var last = groups.isEmpty() ? new Group() : groups.get(groups.size() - 1);
            if (groups.isEmpty() || !last.takes(statements.get(place))) {
                last = new Group();
                groups.add(last);
            }
            last.add(statements.get(place), place);
        }
        return groups.stream().map(group -> group.asOne(statements)).toList();
    }

    static List<Together> each(List<String> statements) {
        return IntStream.range(0, statements.size())
                .mapToObj(place -> new Together(statements.get(place), List.of(place)))
                .toList();
    }

    private static final class Group {

        private final Set<String> tables = new HashSet<>();

        private final List<Integer> order = new ArrayList<>();

        /** One that has parts of its own can only be the last. */
        private boolean ends;

        boolean takes(String statement) {
            return !(ends && hasParts(statement)) && tables(statement).stream().noneMatch(tables::contains);
        }

        void add(String statement, int place) {
            tables.addAll(tables(statement));
            order.add(ends ? order.size() - 1 : order.size(), place);
            ends = ends || hasParts(statement);
        }

        Together asOne(List<String> statements) {
            var texts = order.stream().map(statements::get).toList();
            var last = texts.get(texts.size() - 1);
            if (texts.size() == 1) {
                return new Together(last, order);
            }
            var text = new StringBuilder(WITH);
            for (var i = 0; i < texts.size() - 1; i++) {
                text.append(i == 0 ? "" : ",\n").append("part_").append(i + 1);
                text.append(" as (").append(texts.get(i)).append(")");
            }
            text.append(ends ? ",\n" + last.substring(WITH.length()) : "\n" + last);
            return new Together(text.toString(), order);
        }

        private static boolean hasParts(String statement) {
            return statement.startsWith(WITH);
        }

        private static Set<String> tables(String statement) {
            return TABLE.matcher(statement)
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toSet());
        }
    }
}
