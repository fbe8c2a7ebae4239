package dev.chatsessions.adapter.javalin;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Limits and times of the HTTP adapter. Immutable.
 *
 * @param answerWait how long {@code POST /chat} waits for the answer before it says 202
 * @param bodyBytes the largest request body
 * @param streams how many streams may be open altogether
 * @param streamsPerCaller how many of them one caller may have open
 * @param streamBytes how much may wait for one reader; a single frame above it is let through when nothing waits
 * @param streamFrames how many frames may wait for one reader
 * @param heartbeat how long a stream may be silent before it says that it is alive
 * @param pong how long the client of a WebSocket has to answer a ping, of which it gets one at each heartbeat
 * @param firstFrame how long the client of a WebSocket may say nothing, where its sub-protocol has it speak first
 * @param stall after how long a reader that takes nothing is closed
 * @param recheck how often the credentials of open streams are verified again
 * @param streamAge how old a stream of server-sent events becomes that can be resumed, and in which little is said: its reader
 *     may be gone without a word, which is found out no sooner, and comes back where it was if not
 * @param retry when a client whose stream broke should come back
 * @param origins the web origins, such as {@code https://app.example}, whose pages may call; none by default
 * @param perCaller how often one caller may call; empty for no limit
 * @param perAddress how often one address may call, with or without a credential; empty for no limit
 * @param unsignedWebhooks whether what devices deliver is taken without a secret: whoever knows a device's name may then
 *     deliver for it
 * @param secureCookies whether pages come over HTTPS, and cookies are given to such only
 */
public record HttpSettings(
        Duration answerWait,
        int bodyBytes,
        int streams,
        int streamsPerCaller,
        int streamBytes,
        int streamFrames,
        Duration heartbeat,
        Duration pong,
        Duration firstFrame,
        Duration stall,
        Duration recheck,
        Duration streamAge,
        Duration retry,
        Set<String> origins,
        Optional<RateLimit> perCaller,
        Optional<RateLimit> perAddress,
        boolean unsignedWebhooks,
        boolean secureCookies) {

    public HttpSettings {
        requirePositive("answerWait", answerWait);
        requirePositive("heartbeat", heartbeat);
        requirePositive("pong", pong);
        requirePositive("firstFrame", firstFrame);
        requirePositive("stall", stall);
        requirePositive("recheck", recheck);
        requirePositive("streamAge", streamAge);
        requirePositive("retry", retry);
        requirePositive("bodyBytes", bodyBytes);
        requirePositive("streams", streams);
        requirePositive("streamsPerCaller", streamsPerCaller);
        requirePositive("streamBytes", streamBytes);
        requirePositive("streamFrames", streamFrames);
        origins = Set.copyOf(origins);
        origins.forEach(HttpSettings::requireOrigin);
        requireNonNull(perCaller, "perCaller");
        requireNonNull(perAddress, "perAddress");
    }

    /** What suits most servers. */
    public static HttpSettings defaults() {
        return builder().build();
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    private static void requirePositive(String name, Duration value) {
        if (requireNonNull(value, name).isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " " + value + " is not positive");
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " " + value + " is not positive");
        }
    }

    private static void requireOrigin(String origin) {
        if (!origin.matches("https?://[A-Za-z0-9.\\[\\]:-]+")) {
            throw new IllegalArgumentException(
                    "origin " + origin + " is not a scheme, a host and perhaps a port, such as https://app.example");
        }
    }

    /**
     * So many calls in so long; unused ones are saved up to one such amount.
     *
     * @param calls at least 1
     */
    public record RateLimit(int calls, Duration per) {
        public RateLimit {
            requirePositive("calls", calls);
            requirePositive("per", per);
        }
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {

        private Duration answerWait = Duration.ofSeconds(120);

        private int bodyBytes = 1 << 20;

        private int streams = 10_000;

        private int streamsPerCaller = 100;

        private int streamBytes = 256 * 1024;

        private int streamFrames = 1_000;

        private Duration heartbeat = Duration.ofSeconds(10);

        private Duration pong = Duration.ofSeconds(10);

        private Duration firstFrame = Duration.ofSeconds(10);

        private Duration stall = Duration.ofMillis(4_500);

        private Duration recheck = Duration.ofMillis(400);

        private Duration streamAge = Duration.ofMinutes(10);

        private Duration retry = Duration.ofSeconds(2);

        private Set<String> origins = Set.of();

        private Optional<RateLimit> perCaller = Optional.of(new RateLimit(200, Duration.ofSeconds(1)));

        private Optional<RateLimit> perAddress = Optional.of(new RateLimit(2_000, Duration.ofSeconds(1)));

        private boolean unsignedWebhooks;

        private boolean secureCookies;

        private Builder() {}

        public Builder answerWait(Duration value) {
            answerWait = value;
            return this;
        }

        public Builder bodyBytes(int value) {
            bodyBytes = value;
            return this;
        }

        public Builder streams(int value) {
            streams = value;
            return this;
        }

        public Builder streamsPerCaller(int value) {
            streamsPerCaller = value;
            return this;
        }

        public Builder streamBytes(int value) {
            streamBytes = value;
            return this;
        }

        public Builder streamFrames(int value) {
            streamFrames = value;
            return this;
        }

        public Builder heartbeat(Duration value) {
            heartbeat = value;
            return this;
        }

        public Builder pong(Duration value) {
            pong = value;
            return this;
        }

        public Builder firstFrame(Duration value) {
            firstFrame = value;
            return this;
        }

        public Builder stall(Duration value) {
            stall = value;
            return this;
        }

        public Builder recheck(Duration value) {
            recheck = value;
            return this;
        }

        public Builder streamAge(Duration value) {
            streamAge = value;
            return this;
        }

        public Builder retry(Duration value) {
            retry = value;
            return this;
        }

        public Builder origins(Set<String> value) {
            origins = value;
            return this;
        }

        public Builder perCaller(RateLimit value) {
            perCaller = Optional.of(value);
            return this;
        }

        public Builder perAddress(RateLimit value) {
            perAddress = Optional.of(value);
            return this;
        }

        /** No limits on how often callers and addresses call. */
        public Builder unlimitedRate() {
            perCaller = Optional.empty();
            perAddress = Optional.empty();
            return this;
        }

        public Builder unsignedWebhooks(boolean value) {
            unsignedWebhooks = value;
            return this;
        }

        public Builder secureCookies(boolean value) {
            secureCookies = value;
            return this;
        }

        public HttpSettings build() {
            return new HttpSettings(
                    answerWait,
                    bodyBytes,
                    streams,
                    streamsPerCaller,
                    streamBytes,
                    streamFrames,
                    heartbeat,
                    pong,
                    firstFrame,
                    stall,
                    recheck,
                    streamAge,
                    retry,
                    origins,
                    perCaller,
                    perAddress,
                    unsignedWebhooks,
                    secureCookies);
        }
    }
}
