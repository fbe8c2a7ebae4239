package dev.chatsessions.adapter.javalin;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Everything that is logged while it is open, as text, from DEBUG on: what an operator who looks for a fault would see. Only
 * of Jetty no more than INFO, since it writes down the bytes that it reads.
 */
final class RecordedLogs extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private final List<String> withCauses = new CopyOnWriteArrayList<>();

    private final BlockingQueue<String> access = new LinkedBlockingQueue<>();

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final Logger accessLogger = (Logger) LoggerFactory.getLogger("dev.chatsessions.access");

    private final Map<Logger, Level> before = new LinkedHashMap<>();

    RecordedLogs() {
        setContext(root.getLoggerContext());
        start();
        root.addAppender(this);
        change(root, Level.DEBUG);
        change((Logger) LoggerFactory.getLogger("org.eclipse.jetty"), Level.INFO);
    }

    private void change(Logger logger, Level level) {
        before.put(logger, logger.getLevel());
        logger.setLevel(level);
    }

    @Override
    protected void append(ILoggingEvent event) {
        var thrown = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        lines.add(text(event) + thrown);
        if (!thrown.isEmpty()) {
            withCauses.add(event.getLevel() + " " + text(event) + thrown);
        }
        if (event.getLoggerName().equals(accessLogger.getName())) {
            access.add(text(event));
        }
    }

    /** With all its fields: those of its thread, its own, and then its words. */
    private static String text(ILoggingEvent event) {
        var fields = new ArrayList<String>();
        new TreeMap<>(event.getMDCPropertyMap()).forEach((name, value) -> fields.add(name + "=" + value));
        Optional.ofNullable(event.getKeyValuePairs())
                .orElse(List.of())
                .forEach(pair -> fields.add(pair.key + "=" + pair.value));
        fields.add(event.getFormattedMessage());
        return String.join(" ", fields);
    }

    /** The next line of the access log. */
    String nextAccess() {
        try {
            var line = access.poll(10, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("no line in the access log for 10 s");
            }
            return line;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** What was logged with an exception, beginning with its level. */
    List<String> withCauses() {
        return List.copyOf(withCauses);
    }

    String all() {
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        root.detachAppender(this);
        before.forEach(Logger::setLevel);
    }
}
