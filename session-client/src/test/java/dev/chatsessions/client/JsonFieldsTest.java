package dev.chatsessions.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {

    @Test
    void a_text_is_found_wherever_it_stands() {
        assertEquals(Optional.of("end"), JsonFields.text("{\"type\":\"end\"}", "type"));
        assertEquals(
                Optional.of("end"),
                JsonFields.text(
                        " { \"a\" : -1.5e3 , \"b\":{\"type\":\"inner\",\"c\":[1,{\"d\":\"}]\"}]}, \"e\":null,\"f\":true,"
                                + "\"type\" : \"end\" } ",
                        "type"));
    }

    @Test
    void escapes_are_undone() {
        assertEquals(
                Optional.of("a\"b\\c/d\n\t\b\f\r€🎈"),
                JsonFields.text("{\"t\":\"a\\\"b\\\\c\\/d\\n\\t\\b\\f\\r\\u20ac\\ud83c\\udf88\"}", "t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[]",
                "\"type\"",
                "null",
                "{\"type\":1}",
                "{\"type\":null}",
                "{\"type\":{}}",
                "{\"other\":\"x\"}",
                "{\"inner\":{\"type\":\"x\"}}",
                "{\"type\":\"unfinished",
                "{\"type\":\"\\u12\"}",
                "{type:\"x\"}"
            })
    void where_there_is_none_nothing_is_found(String json) {
        assertEquals(Optional.empty(), JsonFields.text(json, "type"));
    }
}
