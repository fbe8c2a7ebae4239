package dev.chatsessions.adapter.jdbi;

import static java.util.stream.Collectors.joining;

import dev.chatsessions.Text;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What the question marks of a statement stand for, in their order. Texts that the two databases would keep differently
 * are refused here, before any of them sees one.
 */
final class Values {

    private static final Value ABSENT =
            new Value(Optional.empty(), (statement, position) -> statement.setNull(position, Types.NULL));

    private static final Pattern SPECIAL = Pattern.compile("[\"\\\\]");

    private final List<Value> all = new ArrayList<>();

    static String requireStorable(String value) {
        if (!Text.isStorable(value)) {
            throw new IllegalArgumentException("text holds U+0000 or half a surrogate pair");
        }
        return value;
    }

    static Values none() {
        return new Values();
    }

    static Values of(UUID value) {
        return new Values().and(value);
    }

    static Values of(String value) {
        return new Values().and(value);
    }

    Values and(UUID value) {
        return add(value, (statement, position) -> statement.setObject(position, value));
    }

    Values and(String value) {
        var storable = requireStorable(value);
        return add(storable, (statement, position) -> statement.setString(position, storable));
    }

    Values and(Enum<?> value) {
        var name = value.name();
        return add(name, (statement, position) -> statement.setString(position, name));
    }

    Values and(long value) {
        return add(value, (statement, position) -> statement.setLong(position, value));
    }

    Values and(int value) {
        return add(value, (statement, position) -> statement.setInt(position, value));
    }

    Values and(boolean value) {
        return add(value, (statement, position) -> statement.setBoolean(position, value));
    }

    /** In microseconds: both databases would round what is finer, up to a time that has not come yet. */
    Values and(Instant value) {
        var micros = value.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        return add(micros, (statement, position) -> statement.setObject(position, micros));
    }

    Values and(LocalDate value) {
        return add(value, (statement, position) -> statement.setObject(position, value));
    }

    Values andText(Optional<String> value) {
        return value.isPresent() ? and(value.get()) : add(ABSENT);
    }

    Values andId(Optional<UUID> value) {
        return value.isPresent() ? and(value.get()) : add(ABSENT);
    }

    Values andTime(Optional<Instant> value) {
        return value.isPresent() ? and(value.get()) : add(ABSENT);
    }

    Values andLong(Optional<Long> value) {
        return value.isPresent() ? and(value.get().longValue()) : add(ABSENT);
    }

    Values andFlag(Optional<Boolean> value) {
        return value.isPresent() ? and(value.get().booleanValue()) : add(ABSENT);
    }

    /** All of them as one array, on PostgreSQL. */
    Values andIds(List<UUID> values) {
        return andArray(values.stream().map(Object::toString).collect(joining(",", "{", "}")));
    }

    /** Written as PostgreSQL reads it, so that it is of whatever type the statement says. */
    private Values andArray(String array) {
        return add(array, (statement, position) -> statement.setObject(position, array, Types.OTHER));
    }

    /** Those of a list as {@link #listed} has question marks for it. */
    Values andListed(Collection<UUID> ids) {
        return andListed(ids, this::and);
    }

    /** The same of texts. */
    Values andListedTexts(Collection<String> texts) {
        return andListed(texts, this::and);
    }

    /** The same of numbers. */
    Values andListedNumbers(Collection<Long> numbers) {
        return andListed(numbers, this::and);
    }

    private <T> Values andListed(Collection<T> items, Consumer<T> add) {
        var last = Optional.<T>empty();
        for (var item : items) {
            add.accept(item);
            last = Optional.of(item);
        }
        for (var place = items.size(); place < places(items.size()); place++) {
            add.accept(last.orElseThrow());
        }
        return this;
    }

    /** Question marks for a list that is not empty: of few lengths, so that few statements are prepared. */
    static String listed(int size) {
        return "(" + String.join(", ", Collections.nCopies(places(size), "?")) + ")";
    }

    /** The next power of two. */
    private static int places(int size) {
        return size == 1 ? 1 : Integer.highestOneBit(size - 1) << 1;
    }

    Values andAll(Values others) {
        all.addAll(others.all);
        return this;
    }

    /** Those at these places, counted from 0. */
    Values pick(int... places) {
        var picked = new Values();
        for (var place : places) {
            picked.add(all.get(place));
        }
        return picked;
    }

    /** The values of many rows, those of a column as one array, on PostgreSQL. */
    static Values columns(List<Values> rows) {
        var columns = new Values();
        for (var column = 0; column < rows.get(0).all.size(); column++) {
            columns.andArray(array(rows, column));
        }
        return columns;
    }

    private static String array(List<Values> rows, int column) {
        var array = new StringBuilder("{");
        for (var row : rows) {
            row.all.get(column).appendTo(array.append(array.length() == 1 ? "" : ","));
        }
        return array.append('}').toString();
    }

    /** The values themselves, to compare by. */
    List<Object> plain() {
        return all.stream().<Object>map(Value::plain).toList();
    }

    /** Sets them from this question mark on, and says which comes after them. */
    int set(PreparedStatement statement, int from) throws SQLException {
        var position = from;
        for (var value : all) {
            value.set(statement, position++);
        }
        return position;
    }

    private Values add(Object plain, Setter setter) {
        return add(new Value(Optional.of(plain), setter));
    }

    private Values add(Value value) {
        all.add(value);
        return this;
    }

    /** Knows by itself how it is set, so that nobody has to find out anew for each statement. */
    private record Value(Optional<Object> plain, Setter setter) {

        void set(PreparedStatement statement, int position) throws SQLException {
            setter.set(statement, position);
        }

        void appendTo(StringBuilder array) {
            plain.ifPresentOrElse(
                    value -> array.append('"').append(escaped(value.toString())).append('"'),
                    () -> array.append("NULL"));
        }

        /** Few hold what has to be escaped, and to look for it is quick. */
        private static String escaped(String text) {
            return text.indexOf('"') < 0 && text.indexOf('\\') < 0
                    ? text
                    : SPECIAL.matcher(text).replaceAll("\\\\$0");
        }
    }

    @FunctionalInterface
    private interface Setter {
        void set(PreparedStatement statement, int position) throws SQLException;
    }
}
