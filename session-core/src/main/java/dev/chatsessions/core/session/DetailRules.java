package dev.chatsessions.core.session;

import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.JsonValue;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.core.work.MergePatch;
import dev.chatsessions.session.DetailedSession;
import dev.chatsessions.session.SessionChange;
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.session.SessionStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a host may keep with a session. Pure. */
final class DetailRules {

    private static final int MAX_CHANGES = 100;

    private static final int MAX_NAMES = 32;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private DetailRules() {}

    /** Refuses what may not be kept whatever the session holds. */
    static List<SessionChange> checked(List<SessionChange> changes) {
        if (changes.size() > MAX_CHANGES) {
            throw new Invalid("changes", "must be at most " + MAX_CHANGES);
        }
        changes.forEach(DetailRules::check);
        return List.copyOf(changes);
    }

    /** Refuses names and values by which nothing can be found. */
    static Map<String, Set<String>> checked(Map<String, Set<String>> labels) {
        labels.forEach((name, values) -> {
            Limits.atOnce("labels." + name, values);
            values.forEach(value -> check(new SessionChange.Label(name, Optional.of(value))));
        });
        return labels;
    }

    /** How it is wanted after the change. */
    static Wanted applied(Wanted wanted, SessionChange change) {
        if (change instanceof SessionChange.Title title) {
            return new Wanted(title.title(), wanted.status(), wanted.details());
        }
        if (change instanceof SessionChange.Status status) {
            return new Wanted(wanted.title(), status.status(), wanted.details());
        }
        if (change instanceof SessionChange.Label label) {
            return wanted.keeping(labels(wanted.details(), label));
        }
        if (change instanceof SessionChange.Counter counter) {
            return wanted.keeping(counters(wanted.details(), counter.name(), counter.value()));
        }
        if (change instanceof SessionChange.Increment increment) {
            return wanted.keeping(counters(wanted.details(), increment.name(), sum(wanted.details(), increment)));
        }
        return attributes(wanted, ((SessionChange.Attributes) change).patch());
    }

    /** Whether the difference is one that a client edits; counters only count. */
    static boolean isEdited(SessionDetails before, SessionDetails next) {
        return !next.labels().equals(before.labels()) || !next.attributes().equals(before.attributes());
    }

    private static void check(SessionChange change) {
        if (change instanceof SessionChange.Title title) {
            Limits.name("title", title.title(), 200);
        } else if (change instanceof SessionChange.Status status) {
            check(status.status());
        } else if (change instanceof SessionChange.Label label) {
            checkName("labels", label.name());
            Limits.name("labels." + label.name(), label.value(), 200);
        } else if (change instanceof SessionChange.Counter counter) {
            checkName("counters", counter.name());
            if (counter.value() < 0) {
                throw new Invalid("counters." + counter.name(), "must not be below 0");
            }
        } else if (change instanceof SessionChange.Increment increment) {
            checkName("counters", increment.name());
        } else if (change instanceof SessionChange.Attributes attributes) {
            Limits.value("attributes", attributes.patch());
        }
    }

    private static void check(SessionStatus status) {
        if (status == SessionStatus.IDLE || status == SessionStatus.EXPIRED) {
            throw new Invalid("status", "comes by itself and cannot be set");
        }
    }

    private static void checkName(String field, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new Invalid(field, "has a name that is not 1 to 64 of a-z, 0-9 and _, beginning with a letter");
        }
    }

    private static SessionDetails labels(SessionDetails details, SessionChange.Label label) {
        var labels = new LinkedHashMap<>(details.labels());
        label.value().ifPresentOrElse(value -> labels.put(label.name(), value), () -> labels.remove(label.name()));
        requireRoom("labels", labels.size());
        return new SessionDetails(labels, details.counters(), details.attributes());
    }

    private static SessionDetails counters(SessionDetails details, String name, long value) {
        var counters = new LinkedHashMap<>(details.counters());
        counters.put(name, value);
        requireRoom("counters", counters.size());
        return new SessionDetails(details.labels(), counters, details.attributes());
    }

    private static long sum(SessionDetails details, SessionChange.Increment increment) {
        var field = "counters." + increment.name();
        try {
            var sum = Math.addExact(details.counters().getOrDefault(increment.name(), 0L), increment.by());
            if (sum < 0) {
                throw new Invalid(field, "would fall below 0");
            }
            return sum;
        } catch (ArithmeticException tooLarge) {
            throw new Invalid(field, "would exceed what a counter holds");
        }
    }

    private static Wanted attributes(Wanted wanted, JsonValue.Fields patch) {
        var details = wanted.details();
        var merged = (JsonValue.Fields) MergePatch.merged(details.attributes(), patch);
        Limits.value("attributes", merged);
        return wanted.keeping(new SessionDetails(details.labels(), details.counters(), merged));
    }

    private static void requireRoom(String field, int size) {
        if (size > MAX_NAMES) {
            throw new Conflict("details-full", "a session has at most " + MAX_NAMES + " " + field);
        }
    }

    /** How a session is to become. */
    record Wanted(Optional<String> title, SessionStatus status, SessionDetails details) {

        static Wanted as(DetailedSession session) {
            return new Wanted(session.session().title(), session.session().status(), session.details());
        }

        Wanted keeping(SessionDetails next) {
            return new Wanted(title, status, next);
        }
    }
}
