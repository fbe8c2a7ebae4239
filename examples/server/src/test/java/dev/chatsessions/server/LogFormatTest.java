package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogFormatTest {

    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void configure() throws Exception {
        var joran = new JoranConfigurator();
        joran.setContext(context);
        joran.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void whatever_is_logged_is_one_line_that_moves_no_cursor() {
        var failure = new IllegalStateException("one\r\ntwo \u001b[2J three", new RuntimeException("four\nfive"));

        var line = line("a \"word\"\r\nlevel=INFO forged \u001b[31m\u0085 \t", failure);

        assertTrue(line.endsWith("\n"), line);
        var told = line.substring(0, line.length() - 1);
        assertTrue(told.chars().noneMatch(Character::isISOControl), told);
        assertTrue(
                told.startsWith("time=2026-11-22T11:00:00.123Z level=WARN logger=Part thread=\"a thread\""
                        + " request_id=request-1 part=sweep msg=\"a 'word' | level=INFO forged ?[31m"),
                told);
        assertTrue(told.contains("one | two ?[2J three"), told);
        assertTrue(told.contains("RuntimeException: four | five"), told);
    }

    @Test
    void without_any_of_that_it_is_short() {
        var line = line("stopped", null);

        assertEquals(1, line.lines().count());
    }

    private String line(String words, Throwable failure) {
        var event = new LoggingEvent("", context.getLogger("dev.chatsessions.Part"), Level.WARN, words, failure, null);
        event.setInstant(Instant.parse("2026-11-22T11:00:00.123Z"));
        event.setThreadName("a thread");
        event.setMDCPropertyMap(Map.of("request_id", "request-1"));
        event.addKeyValuePair(new KeyValuePair("part", "sweep"));
        var appender = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("stderr");
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
