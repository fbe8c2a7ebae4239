package dev.chatsessions.server;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What goes on in a server's process, as its own virtual machine tells. Asking adds threads and files, but only once. */
record Insides(JMXConnector connector, MBeanServerConnection machine) implements AutoCloseable {

    static Insides of(ServerProcess server) {
        try {
            var attached = VirtualMachine.attach(Long.toString(server.handle().pid()));
            try {
                var connector = JMXConnectorFactory.connect(new JMXServiceURL(attached.startLocalManagementAgent()));
                return new Insides(connector, connector.getMBeanServerConnection());
            } finally {
                attached.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many threads of ours there are, by what they do. */
    Map<String, Long> threads() {
        var threads = bean(ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .map(ThreadInfo::getThreadName)
                .filter(name -> name.startsWith("chat-sessions"))
                .map(name -> name.replaceAll("-[0-9]+$", ""))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    /** Waits until of no kind there are more threads than there were. */
    void awaitNoMoreThreadsThan(Map<String, Long> before) {
        Patience.until(
                () -> threads().entrySet().stream()
                        .allMatch(kind -> kind.getValue() <= before.getOrDefault(kind.getKey(), 0L)),
                () -> "threads were " + before + " and are " + threads());
    }

    /** Files, sockets and whatever else the system counts among them. */
    long openFiles() {
        return bean(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME, UnixOperatingSystemMXBean.class)
                .getOpenFileDescriptorCount();
    }

    /** How many objects of a class are in use. */
    long instances(String className) {
        try {
            var histogram = machine.invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[] {}},
                    new String[] {String[].class.getName()});
            return histogram
                    .toString()
                    .lines()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns.length > 3 && columns[3].equals(className))
                    .mapToLong(columns -> Long.parseLong(columns[1]))
                    .sum();
        } catch (JMException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T bean(String name, Class<T> type) {
        try {
            return ManagementFactory.newPlatformMXBeanProxy(machine, name, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
