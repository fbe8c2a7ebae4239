package dev.chatsessions.adapter.langchain4j;

import dev.chatsessions.ChatSessionsException.AssistantFailed;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** What may go wrong with a model. The codes are stable. */
enum ModelFailure {
    RATE_LIMITED("model-rate-limited", "the model takes no more calls now; ask again later", true),
    UNAVAILABLE("model-unavailable", "the model's server failed; ask again later", true),
    UNREACHABLE("model-unreachable", "the model's server was not reached; ask again later", true),
    TIMEOUT("model-timeout", "the model said nothing for too long; ask again later", false),
    CUT_OFF("model-cut-off", "the model broke off in the middle; ask again", false),
    CREDENTIAL_REFUSED("model-credential-refused", "the model's server refuses the key", false),
    NOT_FOUND("model-not-found", "the model's server has no such model", false),
    REQUEST_REFUSED("model-request-refused", "the model's server refuses the request", false),
    FILTERED("model-filtered", "the model's provider holds the answer back", false),
    TOOL_LOOP("model-tool-loop", "the model called tools again and again, and gave no answer", false),
    OTHER("model-failed", "the model failed", false);

    private final String code;

    private final String words;

    private final boolean mayPass;

    ModelFailure(String code, String words, boolean mayPass) {
        this.code = code;
        this.words = words;
        this.mayPass = mayPass;
    }

    /** @param heard whether the model said anything before */
    static ModelFailure of(Throwable failure, boolean heard) {
        return chain(failure)
                .map(each -> of(each).stream())
                .flatMap(kind -> kind)
                .findFirst()
                .map(kind -> kind == UNREACHABLE && heard ? CUT_OFF : kind)
                .orElse(OTHER);
    }

    private static Optional<ModelFailure> of(Throwable failure) {
        if (failure instanceof RateLimitException) {
            return Optional.of(RATE_LIMITED);
        }
        if (failure instanceof InternalServerException) {
            return Optional.of(UNAVAILABLE);
        }
        if (failure instanceof TimeoutException || failure instanceof java.util.concurrent.TimeoutException) {
            return Optional.of(TIMEOUT);
        }
        if (failure instanceof AuthenticationException) {
            return Optional.of(CREDENTIAL_REFUSED);
        }
        if (failure instanceof ModelNotFoundException) {
            return Optional.of(NOT_FOUND);
        }
        if (failure instanceof ContentFilteredException) {
            return Optional.of(FILTERED);
        }
        if (failure instanceof InvalidRequestException || failure instanceof HttpException) {
            return Optional.of(REQUEST_REFUSED);
        }
        return failure instanceof IOException || failure instanceof UnresolvedModelServerException
                ? Optional.of(UNREACHABLE)
                : Optional.empty();
    }

    /** Whether the same call may go better a little later. */
    boolean mayPass() {
        return mayPass;
    }

    /** Whether the model got to read anything. */
    boolean isRefusal() {
        return mayPass || this == CREDENTIAL_REFUSED || this == NOT_FOUND || this == REQUEST_REFUSED;
    }

    AssistantFailed told() {
        return new AssistantFailed(code, words);
    }

    /** With what the server calls it; of any other failure no more than its class, as its words may hold anything. */
    AssistantFailed told(Throwable failure) {
        var named = refusal(failure)
                .map(Throwable::getMessage)
                .orElseGet(() -> chain(failure)
                        .reduce((outer, cause) -> cause)
                        .orElse(failure)
                        .getClass()
                        .getSimpleName());
        return new AssistantFailed(code, words + " (" + named + ")");
    }

    /** How long the server asked to be left alone. */
    static Optional<Duration> retryAfter(Throwable failure) {
        return refusal(failure).flatMap(Refused::retryAfter);
    }

    private static Optional<Refused> refusal(Throwable failure) {
        return chain(failure)
                .filter(Refused.class::isInstance)
                .map(Refused.class::cast)
                .findFirst();
    }

    private static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(Optional.of(failure), Optional::isPresent, each -> each.map(Throwable::getCause))
                .map(Optional::orElseThrow)
                .limit(20);
    }
}
