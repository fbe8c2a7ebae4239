package dev.chatsessions.adapter.javalin;

import dev.chatsessions.session.RetentionPolicy;
import dev.chatsessions.session.RetentionReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a sweep of old sessions did, or would do. */
record RetentionJson(Instant startedAt, Optional<Instant> endedAt, List<Outcome> outcomes) {

    static RetentionJson from(RetentionReport report) {
        return new RetentionJson(
                report.startedAt(),
                report.endedAt(),
                report.outcomes().stream().map(Outcome::from).toList());
    }

    /** What one policy came to. */
    record Outcome(Policy policy, long looked, long exempt, long done) {
        static Outcome from(RetentionReport.Outcome outcome) {
            return new Outcome(Policy.from(outcome.policy()), outcome.looked(), outcome.exempt(), outcome.done());
        }
    }

    /** Durations are in seconds. */
    record Policy(String kind, List<String> statuses, long unused, long age, String action) {
        static Policy from(RetentionPolicy policy) {
            return new Policy(
                    Words.of(policy.kind()),
                    policy.statuses().stream().sorted().map(Words::of).toList(),
                    policy.unused().toSeconds(),
                    policy.age().toSeconds(),
                    Words.of(policy.action()));
        }
    }
}
