package dev.chatsessions.session;

import dev.chatsessions.Caller;
import java.util.List;
import java.util.Optional;

/** How long sessions stay. Sweeps run with the rest of the housekeeping; this tells of them. For admins, else Forbidden. */
public interface Retention {

    /** The policies, in the order in which they are followed. */
    List<RetentionPolicy> policies(Caller caller);

    /**
     * What a sweep would do now; changes nothing. Each policy as if it were the only one. Looks at no more than 100,000
     * sessions for each.
     */
    RetentionReport plan(Caller caller);

    /** What the latest sweep of this process did, or does; empty before the first. */
    Optional<RetentionReport> last(Caller caller);
}
