package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.Violation;
import dev.chatsessions.RequestKey;
import dev.chatsessions.webhook.Proof;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the headers of a delivery show of its sender: by what it is signed, and under which key it may come again. */
final class WebhookProofs {

    private static final String ID = "webhook-id";

    private static final String TIMESTAMP = "webhook-timestamp";

    private static final String SIGNATURE = "webhook-signature";

    private static final String GITHUB_SIGNATURE = "X-Hub-Signature-256";

    /** Whole seconds, which for thousands of years have no more digits; milliseconds have. */
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

    private WebhookProofs() {}

    /** Empty for a delivery that nobody signed. A header that is not as its standard has it is Invalid. */
    static Optional<Proof> inHeaders(Context ctx) {
        var standard = one(ctx, SIGNATURE);
        if (standard.isPresent()) {
            return Optional.of(standard(ctx, standard.get()));
        }
        return one(ctx, GITHUB_SIGNATURE).map(Proof.GitHub::new);
    }

    /** The sender's own, which stays the same however often it sends. */
    static RequestKey requestKey(Call call) {
        var given = call.parameters().requestKey();
        if (given instanceof RequestKey.Given) {
            return given;
        }
        return one(call.ctx(), ID)
                .or(() -> one(call.ctx(), "X-GitHub-Delivery"))
                .map(WebhookProofs::key)
                .orElseGet(RequestKey::none);
    }

    private static Proof standard(Context ctx, String signatures) {
        var id = one(ctx, ID).orElseThrow(() -> invalid(ID, "is missing"));
        var timestamp = one(ctx, TIMESTAMP).orElseThrow(() -> invalid(TIMESTAMP, "is missing"));
        if (!SECONDS.matcher(timestamp).matches()) {
            throw invalid(TIMESTAMP, "must be whole seconds since 1970");
        }
        try {
            return new Proof.Standard(id, Long.parseLong(timestamp), signatures);
        } catch (IllegalArgumentException unfit) {
            throw invalid(ID, "must be 1 to 128 visible ASCII characters without a dot");
        }
    }

    private static RequestKey key(String text) {
        try {
            return RequestKey.of(text);
        } catch (IllegalArgumentException unfit) {
            throw invalid(ID, "must be visible ASCII characters");
        }
    }

    private static Optional<String> one(Context ctx, String header) {
        var values = Collections.list(ctx.req().getHeaders(header));
        if (values.size() > 1) {
            throw invalid(header, "is given more than once");
        }
        return values.stream().findFirst();
    }

    private static Invalid invalid(String header, String reason) {
        return new Invalid("webhook-header-invalid", header + " " + reason, List.of(new Violation(header, reason)));
    }
}
