package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The one family of failures. {@link #code()} is stable and is what tests, HTTP answers and documents name; the message
 * says what happened, to which id, and what to do, and never holds a secret or a message's text.
 */
public abstract sealed class ChatSessionsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    private final transient JsonValue.Fields details;

    private ChatSessionsException(String code, String message, JsonValue.Fields details, Throwable cause) {
        super(message, cause);
        this.code = requireNonNull(code, "code");
        this.details = requireNonNull(details, "details");
    }

    private ChatSessionsException(String code, String message) {
        this(code, message, JsonValue.Fields.EMPTY, null);
    }

    /** The stable name of this failure, in lower case with hyphens, such as {@code not-found}. */
    public final String code() {
        return code;
    }

    /** Facts for a program beside the code, such as the offset expected; empty when there are none. */
    public final JsonValue.Fields details() {
        return details == null ? JsonValue.Fields.EMPTY : details;
    }

    /** There is no such thing, or it is not the caller's: the two are never told apart. Code {@code not-found}. */
    public static final class NotFound extends ChatSessionsException {
        private static final long serialVersionUID = 1L;

        public NotFound(String message) {
            super("not-found", message);
        }
    }

    /** It was the caller's and has been deleted. Codes {@code gone} and {@code result-gone}. */
    public static final class Gone extends ChatSessionsException {
        private static final long serialVersionUID = 1L;

        public Gone(String code, String message) {
            super(code, message);
        }
    }

    /** The state of things forbids it; the code says which rule, such as {@code session-ended} or {@code lease-lost}. */
    public static final class Conflict extends ChatSessionsException {
        private static final long serialVersionUID = 1L;

        public Conflict(String code, String message) {
            super(code, message);
        }

        public Conflict(String code, String message, JsonValue.Fields details) {
            super(code, message, details, null);
        }
    }

    /** The version the caller saw is no longer the current one. Code {@code stale-version}. */
    public static final class Stale extends ChatSessionsException {
        private static final long serialVersionUID = 1L;

        public Stale(String message) {
            super("stale-version", message);
        }
    }

    /** The caller is known and may not do this to anything. Codes {@code forbidden} and {@code worker-pending}. */
    public static final class Forbidden extends ChatSessionsException {
        private static final long serialVersionUID = 1L;

        public Forbidden(String code, String message) {
            super(code, message);
        }

        public Forbidden(String message) {
            super("forbidden", message);
        }
    }

    /**
     * No credential, or one that is unknown, revoked or expired, code {@code unauthenticated}; of a delivery, codes
     * {@code signature-invalid} and {@code timestamp-out-of-range}.
     */
    public static final class Unauthenticated extends ChatSessionsException {
        private static final long serialVersionUID = 1L;

        public Unauthenticated(String message) {
            this("unauthenticated", message);
        }

        public Unauthenticated(String code, String message) {
            super(code, message);
        }
    }

    /** The input breaks a rule; each {@link Violation} names the field. */
    public static final class Invalid extends ChatSessionsException {
        private static final long serialVersionUID = 1L;

        private final transient List<Violation> violations;

        public Invalid(String code, String message, List<Violation> violations) {
            super(code, message);
            this.violations = List.copyOf(violations);
        }

        /** Nothing that a field is at fault for, with facts for a program. */
        public Invalid(String code, String message, JsonValue.Fields details) {
            super(code, message, details, null);
            this.violations = List.of();
        }

        /** One field, one reason, code {@code validation-failed}. */
        public Invalid(String field, String reason) {
            this("validation-failed", field + " " + reason, List.of(new Violation(field, reason)));
        }

        /** The fields at fault; empty when the input as a whole is. */
        public List<Violation> violations() {
            return violations == null ? List.of() : violations;
        }
    }

    /** A text or value over its limit. Code {@code payload-too-large}. */
    public static final class TooLarge extends ChatSessionsException {
        private static final long serialVersionUID = 1L;

        public TooLarge(String message) {
            super("payload-too-large", message);
        }
    }

    /** The request key was used before with another content. Code {@code idempotency-key-reused}. */
    public static final class KeyReused extends ChatSessionsException {
        private static final long serialVersionUID = 1L;

        public KeyReused(String message) {
            super("idempotency-key-reused", message);
        }
    }

    /**
     * The budget of the session's owner does not cover it. Code {@code quota-exceeded}; the details say which budget, what
     * remains of it and when it is renewed.
     */
    public static final class BudgetExceeded extends ChatSessionsException {
        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        public BudgetExceeded(String message, JsonValue.Fields details, Duration retryAfter) {
            super("quota-exceeded", message, details, null);
            this.retryAfter = requireNonNull(retryAfter, "retryAfter");
        }

        /** How long until the budget is renewed. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** Too many calls. Code {@code rate-limited}. */
    public static final class RateLimited extends ChatSessionsException {
        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        public RateLimited(String message, Duration retryAfter) {
            super("rate-limited", message);
            this.retryAfter = requireNonNull(retryAfter, "retryAfter");
        }

        /** How long to wait before the next try. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** Whoever should have answered failed to. Code {@code assistant-failed}, or the assistant's own for why. */
    public static final class AssistantFailed extends ChatSessionsException {
        private static final long serialVersionUID = 1L;

        public AssistantFailed(String message) {
            super("assistant-failed", message);
        }

        /** With a code that says why, such as {@code model-rate-limited}. */
        public AssistantFailed(String code, String message) {
            super(code, message);
        }
    }

    /**
     * The storage cannot be reached ({@code storage-unavailable}: nothing was stored), or it was lost while committing
     * ({@code outcome-unknown}: a retry with the same request key tells).
     */
    public static final class Unavailable extends ChatSessionsException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String code, String message, Throwable cause) {
            super(code, message, JsonValue.Fields.EMPTY, cause);
        }

        public Unavailable(String code, String message) {
            this(code, message, null);
        }

        /** How long to wait before the next try. */
        public Duration retryAfter() {
            return Duration.ofSeconds(1);
        }
    }

    /**
     * One field at fault.
     *
     * @param field the field, as a path from the input's root such as {@code message} or {@code labels/trip}
     * @param reason what is wrong with it, in words that follow the field's name
     */
    public record Violation(String field, String reason) {
        public Violation {
            requireNonNull(field, "field");
            requireNonNull(reason, "reason");
        }
    }

    /** Details of one text, for failures that tell the caller how it stands. */
    public static JsonValue.Fields detail(String name, String value) {
        return new JsonValue.Fields(Map.of(name, JsonValue.of(value)));
    }

    /** Details of one number, for failures that tell the caller where to go on. */
    public static JsonValue.Fields detail(String name, long value) {
        return new JsonValue.Fields(Map.of(name, JsonValue.of(value)));
    }
}
