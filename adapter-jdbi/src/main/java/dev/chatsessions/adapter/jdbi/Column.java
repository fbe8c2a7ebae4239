package dev.chatsessions.adapter.jdbi;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A column and its type, as they are written side by side. */
record Column(String name, String type) {

    static List<Column> parse(String columns) {
        return Arrays.stream(columns.split(","))
                .map(String::strip)
                .map(column -> column.split(" ", 2))
                .map(parts -> new Column(parts[0], parts[1].strip()))
                .toList();
    }

    /** A table {@code v} with columns {@code c0, c1, …} of these types, made of one array parameter for each. */
    static String arrays(List<String> types) {
        return types.stream().map(type -> "cast(? as " + type + "[])").collect(joining(", ", "unnest(", ")"))
                + IntStream.range(0, types.size()).mapToObj(i -> "c" + i).collect(joining(", ", " as v (", ")"));
    }
}
