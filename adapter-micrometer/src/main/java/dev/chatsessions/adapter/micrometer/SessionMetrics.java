package dev.chatsessions.adapter.micrometer;

import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.live.GapReason;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.spi.Observer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An observer that counts, by meters whose names begin with {@code chat.sessions}: the table in the module's README has
 * them all. No meter has a tag for a session, user, worker or model: their number would grow with use. Thread-safe.
 */
public final class SessionMetrics implements Observer {

    /** Behind one that is told with this delay, people notice. */
    private static final Duration LONGEST_LAG = Duration.ofSeconds(10);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Meters.Each appends;

    private final Timer lag;

    private final Meters.Each gaps;

    private final AtomicInteger subscribers = new AtomicInteger();

    private final Counter asked;

    private final Timer wait;

    private final Counter retries;

    private final Map<FinishReason, Counter> finished;

    private final Counter leasesLost;

    private final Counter reserved;

    private final Counter input;

    private final Counter output;

    private final Counter repeated;

    private final Meters.Each refusals;

    private final Meters.Each runsAgain;

    private final Map<DeliveryOutcome, Counter> deliveries;

    private final Map<AnswerOutcome, Counter> answers;

    private final MeterProvider<Timer> sweeps;

    private final Meters.Each found;

    private final Meters.Each failures;

    private SessionMetrics(MeterRegistry registry) {
        var meters = new Meters(registry);
        appends = meters.each("appends", "Commits that added to a log", "log", "session", "user", "worker");
        lag = meters.timer("log.lag", "From a commit until whoever follows the log here was told", LONGEST_LAG);
        gaps = meters.each("gaps", "Readers that could not go on from their place", "reason");
        Arrays.stream(GapReason.values()).map(Meters::word).forEach(gaps::of);
        Gauge.builder(Meters.PREFIX + "subscribers", subscribers, AtomicInteger::get)
                .description("Who follows a log now")
                .register(registry);
        asked = meters.counter("replies.asked", "Questions whose reply is waited for");
        wait = meters.timer("reply.wait", "From a question to the claim of its reply", LONGEST_WAIT);
        retries = meters.counter("reply.retries", "Claims after a first one that came to nothing");
        finished = meters.counters("replies.finished", "Finished replies", "reason", FinishReason.class);
        leasesLost = meters.counter("leases.lost", "Leases that ran out");
        reserved = meters.counter("tokens.reserved", "Tokens of budgets that were set aside for replies");
        var spent = meters.each("tokens.spent", "Tokens that replies took", "kind");
        input = spent.of("input");
        output = spent.of("output");
        repeated = meters.counter("requests.repeated", "Calls that were answered as the one before with their key");
        refusals = meters.each(
                "refusals",
                "Changes that were refused, or not carried out",
                "code",
                "quota-exceeded",
                "lease-lost",
                "thread-busy",
                "storage-unavailable",
                "outcome-unknown");
        runsAgain = meters.each(
                "storage.retries",
                "Transactions that ran once more",
                "reason",
                "revision",
                "serialization",
                "deadlock");
        deliveries = meters.counters("webhook.deliveries", "What devices delivered", "outcome", DeliveryOutcome.class);
        answers = meters.counters(
                "webhook.answers", "Answers that devices were to be told", "outcome", AnswerOutcome.class);
        sweeps = Timer.builder(Meters.PREFIX + "housekeeping")
                .description("Rounds of sweeps")
                .withRegistry(registry);
        found = meters.each("housekeeping.found", "What sweeps found to do", "sweep");
        failures = meters.each(
                "failures", "Parts that failed and went on", "part", "assistant", "signal", "listener", "live");
    }

    /** Registers the meters at once, so that each is there before something happens. */
    public static SessionMetrics of(MeterRegistry registry) {
        return new SessionMetrics(registry);
    }

    @Override
    public void appended(Set<LogScope> grown) {
        grown.forEach(scope -> appends.of(kind(scope)).increment());
    }

    private static String kind(LogScope scope) {
        if (scope instanceof LogScope.OfSession) {
            return "session";
        }
        return scope instanceof LogScope.OfUser ? "user" : "worker";
    }

    @Override
    public void told(LogScope log, Duration after) {
        lag.record(after);
    }

    @Override
    public void gap(String reason) {
        gaps.of(reason).increment();
    }

    @Override
    public void subscribers(int now) {
        subscribers.set(now);
    }

    @Override
    public void replyAsked(ReplyId reply) {
        asked.increment();
    }

    @Override
    public void replyClaimed(ReplyId reply, int attempt, Duration waited) {
        if (attempt > 1) {
            retries.increment();
        } else {
            wait.record(waited);
        }
    }

    @Override
    public void replyFinished(ReplyId reply, FinishReason reason) {
        finished.get(reason).increment();
    }

    @Override
    public void leaseLost(ReplyId reply) {
        leasesLost.increment();
    }

    @Override
    public void reserved(long tokens) {
        reserved.increment(tokens);
    }

    @Override
    public void spent(TokenCount tokens) {
        input.increment(tokens.input());
        output.increment(tokens.output());
    }

    @Override
    public void repeated() {
        repeated.increment();
    }

    @Override
    public void refused(String code) {
        refusals.of(code).increment();
    }

    @Override
    public void runAgain(String reason) {
        runsAgain.of(reason).increment();
    }

    @Override
    public void delivered(DeliveryOutcome outcome) {
        deliveries.get(outcome).increment();
    }

    @Override
    public void answered(AnswerOutcome outcome) {
        answers.get(outcome).increment();
    }

    @Override
    public void swept(String sweep, int many, Duration took) {
        sweeps.withTag("sweep", sweep).record(took);
        found.of(sweep).increment(many);
    }

    @Override
    public void failed(String part, Throwable failure) {
        failures.of(part).increment();
    }
}
