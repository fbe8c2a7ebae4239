package dev.chatsessions.benchmarks;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many connections a process may have open at once; each takes a file of it. */
final class OpenFiles {

    /** Of the program's own. */
    private static final int OTHERS = 500;

    private OpenFiles() {}

    /** Whether this process may have so many connections; says so if not. */
    static boolean allow(int connections, Report report) {
        var system = ManagementFactory.getOperatingSystemMXBean();
        var most = system instanceof UnixOperatingSystemMXBean unix ? unix.getMaxFileDescriptorCount() : Long.MAX_VALUE;
        if (connections + OTHERS <= most) {
            return true;
        }
        report.note(connections + " listeners are left out: a process may open " + most + " files, see ulimit -n");
        return false;
    }
}
