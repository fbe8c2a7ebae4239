package dev.chatsessions.core.webhook;

import dev.chatsessions.UserId;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.spi.DeliveryStore.StoredDelivery;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.webhook.Diagnosis;
import dev.chatsessions.webhook.Diagnosis.Code;
import dev.chatsessions.webhook.Diagnosis.Delivered;
import dev.chatsessions.webhook.ListenPreferences;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells a user why his devices show what they show. Reads in the caller's snapshot. */
final class Diagnosing {

    private static final int MOST_LINKS = 50;

    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMMM, HH:mm", Locale.ENGLISH);

    private Diagnosing() {}

    static Diagnosis of(Stores stores, UserId user) {
        var links = stores.deviceLinks().list(user, Optional.empty(), Optional.empty(), MOST_LINKS);
        var wanted = stores.preferences().find(user).orElseGet(ListenPreferences::defaults);
        var findings = new ArrayList<Diagnosis.Finding>();
        if (links.isEmpty()) {
            findings.add(told(Finding.of(Code.NO_DEVICE_LINKED), wanted.zone()));
        }
        silence(wanted, stores.now()).ifPresent(finding -> findings.add(told(finding, wanted.zone())));
        return new Diagnosis(
                findings,
                links.stream()
                        .map(link -> device(stores, user, link, wanted.zone()))
                        .toList());
    }

    private static Optional<Finding> silence(ListenPreferences wanted, Instant now) {
        if (wanted.muted()) {
            return Optional.of(Finding.of(Code.MUTED));
        }
        return wanted.quietHours()
                .flatMap(hours -> hours.endAfter(now, wanted.zone()))
                .map(until -> new Finding(Code.QUIET_HOURS, Optional.of(until)));
    }

    private static Diagnosis.Device device(Stores stores, UserId user, DeviceLink link, ZoneId zone) {
        var deliveries = stores.deliveries().latest(new SessionAccess.Owner(user), link.device(), Receiving.REMEMBERED);
        var findings = deliveries.isEmpty()
                ? List.of(told(Finding.of(Code.NOTHING_ARRIVED), zone))
                : List.<Diagnosis.Finding>of();
        return new Diagnosis.Device(
                link,
                findings,
                deliveries.stream().map(delivery -> delivered(delivery, zone)).toList());
    }

    private static Delivered delivered(StoredDelivery delivery, ZoneId zone) {
        return new Delivered(
                delivery.at(),
                delivery.accepted(),
                delivery.repeated(),
                delivery.skipped(),
                Finding.read(delivery.findings()).stream()
                        .map(finding -> told(finding, zone))
                        .toList());
    }

    private static Diagnosis.Finding told(Finding finding, ZoneId zone) {
        return new Diagnosis.Finding(finding.code(), sentence(finding, zone));
    }

    private static String sentence(Finding finding, ZoneId zone) {
        return switch (finding.code()) {
            case NO_DEVICE_LINKED -> "You have linked no device yet, so nothing can be shown.";
            case NOTHING_ARRIVED ->
                "Nothing has come from this device since you linked it. See that its calls carry its uid.";
            case NO_UID -> "The call carried no uid. It was taken for this device because its session_id is the same.";
            case NOT_LINKED -> "The device was not linked when this came. It was kept, and given to you with the link.";
            case SKIPPED -> "Parts of it could not be read and were left out.";
            case DUPLICATE -> "All of it had come before, so nothing was added.";
            case LATE ->
                "Some of it was said in a conversation that had been concluded before it came. It is told there, and not"
                        + " listened to.";
            case NOTHING_HEARD -> "It held nothing that was said.";
            case MUTED -> "You have muted the assistant: what is said is kept, and nothing is answered.";
            case QUIET_HOURS ->
                "These are your quiet hours: nothing is answered"
                        + finding.until()
                                .map(until -> " until " + TIME.format(until.atZone(zone)))
                                .orElse("")
                        + ".";
            case PAUSED -> "The device's session is paused: what is said is kept, and nothing is answered.";
            case NO_TRIGGER -> "None of your trigger phrases was heard in it, so nothing was asked.";
            case ASKING -> "You began to ask something; it is asked when you pause.";
            case ASKED -> "You asked something; the answer is in the conversation.";
            case OVER_BUDGET ->
                "You asked something, and your budget was used up, so it was not answered"
                        + finding.until()
                                .map(until -> "; it is there again on " + TIME.format(until.atZone(zone)))
                                .orElse("")
                        + ".";
            case BUSY -> "You asked something while too many questions waited, so it was not answered.";
        };
    }
}
