package dev.chatsessions.core.webhook;

import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.Session;
import dev.chatsessions.webhook.Diagnosis.Code;
import dev.chatsessions.webhook.ListenPreferences;
import java.time.ZoneId;
import java.util.Optional;

/** What a device hears in place of an answer that may not be paid for. */
final class Refusals {

    private Refusals() {}

    /** What to say to the device of whose session it is; empty where the finding is no refusal. */
    static Optional<String> spoken(Writing writing, Session session, Finding finding) {
        return Optional.of(finding)
                .filter(any -> any.code() == Code.OVER_BUDGET)
                .map(refusal -> sentence(
                        refusal,
                        session.owner()
                                .flatMap(writing.stores().preferences()::find)
                                .orElseGet(ListenPreferences::defaults)
                                .zone()));
    }

    private static String sentence(Finding refusal, ZoneId zone) {
        return "I am sorry, your budget is used up and I cannot answer now."
                + refusal.until()
                        .map(until -> " Please ask me again after " + Diagnosing.TIME.format(until.atZone(zone)) + ".")
                        .orElse("");
    }
}
